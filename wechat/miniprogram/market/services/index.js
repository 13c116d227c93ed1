const api = require('../../api/index');
const links = require('../../shared/links');
const { loading, acting } = require('../../shared/loading');

/** @param {Api['ServiceTypeView'][]} types */
function linesOf(types) {
  return types.map((one) => ({
    key: one.key,
    name: one.name,
    value: one.agencies ? `${one.agencies}家` : '暂无机构',
    note: `${one.about}\n最长${one.working_days}个工作日`,
  }));
}

/** @param {Api['TradeView'][]} trades */
function tradesOf(trades) {
  return trades.map(({ key, name, service_types: types }) => ({ key, name, lines: linesOf(types) }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    words: '',
    source: '',
    trades: /** @type {ReturnType<typeof tradesOf>} */ ([]),
    found: /** @type {Api['MarketFound'] | null} */ (null),
    lines: /** @type {ReturnType<typeof linesOf>} */ ([]),
  },
  methods: {
    onLoad() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { source, trades } = await api.call('get', '/api/v1/market/services');
        this.setData({ source, trades: tradesOf(trades) });
      });
    },
    /** @param {WechatMiniprogram.Input} event */
    type(event) {
      this.setData({ words: event.detail.value });
    },
    search() {
      const q = this.data.words.trim();
      if (!q) return this.setData({ found: null, lines: [] });
      return acting(this, async () => {
        const found = await api.call('get', '/api/v1/market/search', { query: { q } });
        this.setData({ found, lines: linesOf(found.services) });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openService(event) {
      links.open(`market/service/index?key=${event.currentTarget.dataset.key}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openAgency(event) {
      links.open(`market/agency/index?id=${event.currentTarget.dataset.id}`);
    },
    openNeeds() {
      links.open('market/needs/index');
    },
    openOwn() {
      links.open('market/own/index');
    },
    onShareAppMessage() {
      return { title: '中介超市', path: '/market/services/index' };
    },
  },
});
