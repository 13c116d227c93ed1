const api = require('../../api/index');
const { at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { replace } = require('../going');

const MOST_DRAFTS = 100;

/** @param {Api['CaseSummary'][]} cases @param {string} key */
function draftsOf(cases, key) {
  return cases
    .filter((one) => one.item_key === key && one.status === 'draft')
    .map(({ id, status_name: name, touched_at: when }) => ({ id, name, note: `上次填到${at(when)}` }));
}

/** @param {string} [text] the answers given on the guide's page @returns {Record<string, string>} */
function answersIn(text) {
  return text ? JSON.parse(decodeURIComponent(text)) : {};
}

/** 现在就办: an application begins here, or goes on where it was left. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    isOut: false,
    problem: '',
    key: '',
    answers: /** @type {Record<string, string>} */ ({}),
    name: '',
    actingName: '',
    drafts: /** @type {ReturnType<typeof draftsOf>} */ ([]),
  },
  methods: {
    /** @param {{key?: string, answers?: string}} query */
    onLoad(query) {
      this.setData({ key: query.key || '', answers: answersIn(query.answers) });
      return this.load();
    },
    load() {
      const isOut = api.session.isOut();
      this.setData({ isOut });
      if (isOut) return this.setData({ isLoading: false, problem: '' });
      return loading(this, async () => {
        const { key } = this.data;
        const [found, own] = await Promise.all([
          api.call('get', '/api/v1/guides/{key}', { path: { key } }),
          api.callAsMe('get', '/api/v1/cases', { query: { limit: MOST_DRAFTS }, isActing: true }),
        ]);
        const enterprise = api.session.actingFor();
        this.setData({
          name: found.guide.name,
          drafts: draftsOf(own.cases, key),
          actingName: enterprise ? enterprise.name : '本人',
        });
      });
    },
    signIn() {
      return acting(this, async () => {
        await api.session.signIn();
        await this.load();
      });
    },
    begin() {
      return acting(this, async () => {
        const { key, answers } = this.data;
        const body = { item_key: key, situation: answers };
        const made = await api.callAsMe('post', '/api/v1/cases', { body, once: `begin ${key}`, isActing: true });
        replace(`apply/tasks/index?id=${made.id}`);
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    goOn(event) {
      replace(`apply/tasks/index?id=${event.currentTarget.dataset.id}`);
    },
  },
});
