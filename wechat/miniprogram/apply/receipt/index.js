const api = require('../../api/index');
const { spaced, at, on } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { replace } = require('../going');

// WeChat asks about so many kinds of messages at a time.
const MOST_ASKED = 3;
const ANSWERS = ['accept', 'reject', 'ban', 'filter'];

/** @typedef {Api['SubscriptionReport']['answers']} Answers */

/** Kinds of messages of which none may be sent any more. @param {Api['Subscription'][]} entries */
function templatesOf(entries) {
  return entries.filter((one) => one.balance === 0).map((one) => one.template_id).slice(0, MOST_ASKED);
}

/**
 * What the person said to each; WeChat itself says `acceptWithForce` and the like of others.
 *
 * @param {string[]} templates
 * @returns {Promise<Answers>}
 */
function asked(templates) {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds: templates,
      success: (found) => {
        const told = templates.map((one) => [one, found[one]]).filter(([, answer]) => ANSWERS.includes(answer));
        resolve(Object.fromEntries(told));
      },
      fail: () => resolve({}),
    });
  });
}

/** 回执: sent, till when an answer comes, and by what message one wants to be told. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    found: /** @type {Api['CaseView'] | null} */ (null),
    number: '',
    sentAt: '',
    answerBy: '',
    isProvisional: false,
    templates: /** @type {string[]} */ ([]),
    told: '',
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [found, subscriptions] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', { path: { case_id: this.data.id }, isActing: true }),
          api.callAsMe('get', '/api/v1/me/subscriptions'),
        ]);
        const limit = found.clocks.filter((one) => one.kind === 'notice').pop();
        this.setData({
          found,
          number: found.number ? spaced(found.number) : '',
          sentAt: found.submitted_at ? at(found.submitted_at) : '',
          answerBy: limit ? on(limit.due_on) : '',
          isProvisional: Boolean(limit && limit.is_provisional),
          templates: templatesOf(subscriptions.entries),
        });
      });
    },
    /** WeChat shows its question only in answer to a tap, so nothing is waited for before it. */
    subscribe() {
      const asking = asked(this.data.templates);
      return acting(this, async () => {
        const answers = await asking;
        if (!Object.keys(answers).length) return;
        await api.callAsMe('post', '/api/v1/me/subscriptions', { body: { answers } });
        const isAny = Object.values(answers).includes('accept');
        this.setData({ templates: [], told: isAny ? '好的,有进展就发微信告诉您。' : '没有订阅。进展在“消息”里也能看到。' });
      });
    },
    openCase() {
      replace(`pages/case/detail?id=${this.data.id}`);
    },
  },
});
