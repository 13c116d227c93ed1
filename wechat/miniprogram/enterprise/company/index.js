const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { on, at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** @param {Api['ClerkView'][]} clerks */
function clerksOf(clerks) {
  return clerks.map((one) => ({
    id: one.id,
    name: `${one.name_masked} ${one.phone_masked}`,
    isOpen: one.state === 'invited' || one.state === 'active',
    stateName: one.state_name,
    note: [one.item_names ? one.item_names.join('、') : '全部事项', `授权到${on(one.ends_on)}`, `${at(one.invited_at)}邀请`, one.accepted_at ? `${at(one.accepted_at)}接受` : ''].filter(Boolean).join('\n'),
  }));
}

/** @param {Api['CaseSummary'][]} cases */
function casesOf(cases) {
  return cases.map((one) => ({ id: one.id, name: one.item_name, value: one.status_name, note: `${one.holder_name}\n${at(one.touched_at)}` }));
}

/** @param {Api['ActivityEntry'][]} entries */
function doneOf(entries) {
  return entries.map((one) => ({
    id: one.id,
    name: one.item_name,
    note: `${at(one.at)}\n${one.role_name}${one.who}${one.is_caller ? '(您)' : ''}:${one.text}`,
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    power: /** @type {Api['PowerView'] | null} */ (null),
    isActing: false,
    cases: /** @type {ReturnType<typeof casesOf>} */ ([]),
    done: /** @type {ReturnType<typeof doneOf>} */ ([]),
    doneCursor: /** @type {string | null} */ (null),
    showsDone: false,
    clerks: /** @type {ReturnType<typeof clerksOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { enterprises } = await api.callAsMe('get', '/api/v1/me/enterprises');
        const power = enterprises.find((one) => one.enterprise.id === this.data.id);
        if (!power) throw new api.Problem({ title: '您现在不能为这家企业办事,授权可能已经结束。', code: 'not_acting_for' });
        const acting = api.session.actingFor();
        const isActing = Boolean(acting && acting.id === this.data.id);
        const clerks = power.is_representative ? await this.clerks() : [];
        const { cases } = isActing ? await api.callAsMe('get', '/api/v1/cases', { isActing: true }) : { cases: [] };
        this.setData({ power, isActing, clerks: clerksOf(clerks), cases: casesOf(cases) });
      });
    },
    async clerks() {
      const path = { enterprise_id: this.data.id };
      return (await api.callAsMe('get', '/api/v1/enterprises/{enterprise_id}/clerks', { path })).clerks;
    },
    /** From now on the person acts for it: what is begun, and what is seen, is the company's. */
    actFor() {
      const { power } = this.data;
      if (power) api.session.actFor({ id: power.enterprise.id, name: power.enterprise.name });
      return this.load();
    },
    actForMyself() {
      api.session.actFor(null);
      return this.load();
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openCase(event) {
      links.open(`pages/case/detail?id=${event.currentTarget.dataset.id}`);
    },
    openServices() {
      links.openServices({});
    },
    openMarket() {
      links.open('market/own/index');
    },
    turnDone() {
      this.setData({ showsDone: !this.data.showsDone, done: [], doneCursor: null });
      return this.data.showsDone ? this.moreDone() : undefined;
    },
    moreDone() {
      return acting(this, async () => {
        const path = { enterprise_id: this.data.id };
        const query = { cursor: this.data.doneCursor, limit: 20 };
        const page = await api.callAsMe('get', '/api/v1/enterprises/{enterprise_id}/activity', { path, query });
        this.setData({ done: [...this.data.done, ...doneOf(page.entries)], doneCursor: page.next_cursor });
      });
    },
    invite() {
      links.open(`enterprise/invite/index?id=${this.data.id}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    async revoke(event) {
      const { id, name } = event.currentTarget.dataset;
      const content = '马上生效。已经提交的办件不受影响。';
      if (!(await confirmed({ title: `撤销对${name}的授权?`, content, confirmText: '撤销' }))) return;
      await acting(this, async () => {
        const path = { enterprise_id: this.data.id, clerk_id: id };
        await api.callAsMe('post', '/api/v1/enterprises/{enterprise_id}/clerks/{clerk_id}/revoke', { path, isSafe: true });
        this.setData({ clerks: clerksOf(await this.clerks()) });
      });
    },
  },
});
