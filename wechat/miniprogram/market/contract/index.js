const api = require('../../api/index');
const links = require('../../shared/links');
const { on, at, yuan } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['ContractView']} found */
function factsOf(found) {
  return [
    { heading: '采购人', value: found.owner_name },
    { heading: '中介机构', value: found.agency_name },
    { heading: '合同价款', value: found.price_fen === null ? '' : yuan(found.price_fen) },
    { heading: '约定的交付日', value: found.last_day ? on(found.last_day) : '' },
    { heading: '最迟', value: found.until ? on(found.until) : '' },
    { heading: '申请延期到', value: found.extension ? on(found.extension.last_day) : '' },
    { heading: '申请终止的理由', value: found.ending ? found.ending.reason : '' },
  ].filter((one) => one.value);
}

/** @param {Api['ContractView']} found */
function milestonesOf(found) {
  return found.milestones.map((one) => ({ heading: one.words, note: [on(one.on), one.reason].filter(Boolean).join('\n'), value: one.state === 'accepted' ? '✓' : '' }));
}

/** Each side has its own page. @param {Api['ContractView']} found */
function webPageOf({ id, side }) {
  return side === 'agency' ? `/me/agency/contracts/${id}` : `/me/market/contracts/${id}`;
}

Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    found: /** @type {Api['ContractView'] | null} */ (null),
    facts: /** @type {ReturnType<typeof factsOf>} */ ([]),
    milestones: /** @type {ReturnType<typeof milestonesOf>} */ ([]),
    history: /** @type {string[]} */ ([]),
    webPage: '',
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
        const path = { contract_id: this.data.id };
        const found = await api.callAsMe('get', '/api/v1/market/own-contracts/{contract_id}', { path, isActing: true });
        const history = found.history.map((one) => `${at(one.at)} ${one.text}`).reverse();
        this.setData({ found, facts: factsOf(found), milestones: milestonesOf(found), history, webPage: webPageOf(found) });
      });
    },
    openNeed() {
      const { found } = this.data;
      if (found) links.open(`market/need/index?id=${found.need_id}`);
    },
  },
});
