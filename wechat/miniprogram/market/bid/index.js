const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { copy } = require('../../shared/copying');
const { filled, valuesOf } = require('../../shared/forms');
const { at, yuan } = require('../../shared/format');
const { loading, acting, orNull, sending } = require('../../shared/loading');
const read = require('../read');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row[]} */
const ROWS = [
  { key: 'price_fen', label: '报价(元)', value: '', kind: 'digit', most: 14 },
  { key: 'days', label: '多少个工作日完成', value: '', kind: 'number', most: 4 },
  { key: 'note', label: '补充说明(可以不填)', value: '', kind: 'area', most: 180 },
];
/** @type {Row} */
const PROPOSAL = {
  key: 'proposal',
  label: '方案',
  value: '',
  kind: 'area',
  most: 20000,
  help: '不要写机构名称、人员姓名和报价。',
};

/** Null where nothing or no figure was typed; the API says what is wrong with it. @param {string} text @param {number} times */
function figureOf(text, times) {
  const figure = Math.round(Number(text.trim()) * times);
  return text.trim() && Number.isFinite(figure) ? figure : null;
}

/** @param {Api['BidState']} state */
function receiptsOf(state) {
  return state.receipts.map((one) => ({ key: one.running, digest: one.ciphertext_sha256, when: at(one.received_at), whole: JSON.stringify(one) })).reverse();
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    fault: '',
    id: '',
    acting: '',
    isUnread: false,
    need: /** @type {Api['NeedView'] | null} */ (null),
    budget: '',
    until: '',
    state: /** @type {Api['BidState'] | null} */ (null),
    receipts: /** @type {ReturnType<typeof receiptsOf>} */ ([]),
    rows: ROWS,
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
        const path = { need_id: this.data.id };
        const enterprise = api.session.actingFor();
        const [need, state] = await Promise.all([
          api.call('get', '/api/v1/market/needs/{need_id}', { path }),
          enterprise ? orNull(api.callAsMe('get', '/api/v1/market/needs/{need_id}/bid', { path, isActing: true })) : null,
        ]);
        const rows = need.method === 'proposal' ? [...ROWS, PROPOSAL] : ROWS;
        const isBegun = this.data.rows.some((one) => one.value);
        this.setData({
          need,
          acting: enterprise ? enterprise.name : '',
          isUnread: (need.change_number || 0) !== (read.of(this.data.id) || 0),
          budget: need.budget_fen ? yuan(need.budget_fen) : '',
          until: at(need.bids_close_at),
          // What was typed before somebody left to look at the need again stays.
          rows: isBegun ? this.data.rows : rows,
        });
        this.show(state);
      });
    },
    /** @param {Api['BidState'] | null} state */
    show(state) {
      this.setData({ state, receipts: state ? receiptsOf(state) : [] });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData({ rows: filled(this.data.rows, event.detail) });
    },
    openCompanies() {
      links.open('enterprise/companies/index');
    },
    openNeed() {
      links.open(`market/need/index?id=${this.data.id}`);
    },
    async send() {
      const { id, need, acting: name, rows } = this.data;
      if (!need) return;
      const { price_fen: price, days, note, proposal = '' } = valuesOf(rows);
      const content = `以${name}的名义报价${price}元,${days}个工作日完成。截止以前谁都看不到,您可以更换或撤回。`;
      if (!(await confirmed({ title: '提交报价?', content, confirmText: '提交' }))) return;
      await sending(this, async () => {
        const body = {
          sealed: null,
          price_fen: figureOf(price, 100),
          days: figureOf(days, 1),
          note,
          change_read: read.of(id),
          proposal: proposal || null,
        };
        const path = { need_id: id };
        this.show(await api.callAsMe('put', '/api/v1/market/needs/{need_id}/bid', { path, body, once: `bid ${id}`, isActing: true }));
        // The price stands in no page from now on.
        this.setData({ rows: rows.map((one) => ({ ...one, value: '' })) });
      });
    },
    async withdraw() {
      if (!(await confirmed({ title: '撤回报价?', content: '撤回以后不参加选取,截止前可以重新报价。', confirmText: '撤回' }))) return;
      await acting(this, async () => {
        const path = { need_id: this.data.id };
        this.show(await api.callAsMe('post', '/api/v1/market/needs/{need_id}/bid/withdraw', { path, isActing: true, isSafe: true }));
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    keep(event) {
      return copy(this.data.receipts[event.currentTarget.dataset.place].whole);
    },
  },
});
