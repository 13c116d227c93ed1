const api = require('../../api/index');
const links = require('../../shared/links');
const { on, at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** @param {Api['NeedSummary'][]} needs */
function needsOf(needs) {
  return needs.map((one) => ({ id: one.id, isDraft: !one.number, title: one.title, tag: one.status_name, note: [one.what_to_do, one.service_name, `报价截止${at(one.bids_close_at)}`].filter(Boolean).join('\n') }));
}

/** @param {Api['ContractSummary'][]} contracts */
function contractsOf(contracts) {
  return contracts.map((one) => ({
    id: one.id,
    title: one.need_title,
    tag: one.status_name,
    note: [one.what_to_do, one.until ? `最迟${on(one.until)}` : '', `${one.owner_name} · ${one.agency_name}`].filter(Boolean).join('\n'),
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    acting: '',
    needs: /** @type {ReturnType<typeof needsOf>} */ ([]),
    contracts: /** @type {ReturnType<typeof contractsOf>} */ ([]),
    needsCursor: /** @type {string | null} */ (null),
    contractsCursor: /** @type {string | null} */ (null),
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [needs, contracts] = await Promise.all([
          api.callAsMe('get', '/api/v1/market/own-needs', { isActing: true }),
          api.callAsMe('get', '/api/v1/market/own-contracts', { isActing: true }),
        ]);
        const enterprise = api.session.actingFor();
        this.setData({
          acting: enterprise ? enterprise.name : '本人',
          needs: needsOf(needs.needs),
          needsCursor: needs.next_cursor,
          contracts: contractsOf(contracts.contracts),
          contractsCursor: contracts.next_cursor,
        });
      });
    },
    moreNeeds() {
      return acting(this, async () => {
        const query = { cursor: this.data.needsCursor };
        const page = await api.callAsMe('get', '/api/v1/market/own-needs', { query, isActing: true });
        this.setData({ needs: [...this.data.needs, ...needsOf(page.needs)], needsCursor: page.next_cursor });
      });
    },
    moreContracts() {
      return acting(this, async () => {
        const query = { cursor: this.data.contractsCursor };
        const page = await api.callAsMe('get', '/api/v1/market/own-contracts', { query, isActing: true });
        this.setData({ contracts: [...this.data.contracts, ...contractsOf(page.contracts)], contractsCursor: page.next_cursor });
      });
    },
    openActing() {
      links.open('mine/acting/index');
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openNeed(event) {
      links.open(`market/need/index?id=${event.currentTarget.dataset.id}&own=1`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openContract(event) {
      links.open(`market/contract/index?id=${event.currentTarget.dataset.id}`);
    },
  },
});
