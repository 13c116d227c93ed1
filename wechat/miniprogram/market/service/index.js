const api = require('../../api/index');
const links = require('../../shared/links');
const { yuan } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** @typedef {NonNullable<NonNullable<Asked<'get', '/api/v1/market/services/{service_type}/agencies'>['query']>['sort']>} Sort */

/** What lists can be begun with; the rule of the order is the API's. */
const ORDERS = [
  { key: 'newest', label: '最新入驻' },
  { key: 'average', label: '比平均价低' },
  { key: 'price', label: '价格低' },
  { key: 'days', label: '时限短' },
  { key: 'on_time', label: '按时完成率高' },
  { key: 'rating', label: '评价好' },
];
/** The API compares no more. */
const MOST = 5;

/** @param {Api['OfferLine'][]} offers */
function offersOf(offers) {
  return offers.map((one) => ({
    id: one.agency_id,
    name: one.name,
    tag: one.status === 'listed' ? '' : one.status_name,
    note: [
      `${one.price},承诺${one.promised_days}个工作日`,
      one.against_average ? one.against_average.text : '',
      one.record.on_time.text,
      one.record.rating.text,
      one.office ? one.office.address : '',
    ]
      .filter(Boolean)
      .join('\n'),
    isOn: false,
  }));
}

/** @param {Api['PriceLevel'][]} levels */
function levelsOf(levels) {
  return levels.map((one) => `${one.agencies}家按“${one.price_unit}”报价,${one.agencies < 3 ? '不足三家,不作比较' : `平均${yuan(one.average_fen)}`}。`);
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    key: '',
    orders: ORDERS,
    sort: 'newest',
    service: /** @type {Api['ServiceTypeView'] | null} */ (null),
    rule: '',
    levels: /** @type {string[]} */ ([]),
    offers: /** @type {ReturnType<typeof offersOf>} */ ([]),
    cursor: /** @type {string | null} */ (null),
    chosen: 0,
    most: MOST,
  },
  methods: {
    /** @param {{key?: string}} query */
    onLoad(query) {
      this.setData({ key: query.key || '' });
      return this.load();
    },
    /** @param {string | null} cursor */
    page(cursor) {
      const { key, sort } = this.data;
      const path = { service_type: key };
      const query = { cursor, sort: /** @type {Sort} */ (sort), limit: 20 };
      return api.call('get', '/api/v1/market/services/{service_type}/agencies', { path, query });
    },
    load() {
      return loading(this, async () => {
        const page = await this.page(null);
        this.setData({
          service: page.service,
          rule: page.order_rule,
          levels: levelsOf(page.levels),
          offers: offersOf(page.offers),
          cursor: page.next_cursor,
          chosen: 0,
        });
      });
    },
    more() {
      return acting(this, async () => {
        const page = await this.page(this.data.cursor);
        this.setData({ offers: [...this.data.offers, ...offersOf(page.offers)], cursor: page.next_cursor });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    order(event) {
      this.setData({ sort: event.detail.key || 'newest' });
      return this.load();
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turn(event) {
      const { id } = event.currentTarget.dataset;
      const offers = this.data.offers.map((one) => (one.id === id ? { ...one, isOn: event.detail.isOn } : one));
      this.setData({ offers, chosen: offers.filter((one) => one.isOn).length });
    },
    compare() {
      const chosen = this.data.offers.filter((one) => one.isOn).slice(0, MOST);
      links.open(`market/compare/index?key=${this.data.key}&agencies=${chosen.map((one) => one.id).join(',')}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      links.open(`market/agency/index?id=${event.currentTarget.dataset.id}`);
    },
    openNeeds() {
      links.open(`market/needs/index?service=${this.data.key}`);
    },
  },
});
