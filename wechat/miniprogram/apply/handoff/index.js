const api = require('../../api/index');
const { at } = require('../../shared/format');
const { loading, orNull } = require('../../shared/loading');

/** @param {Api['HandoffView']} handoff */
function receiptsOf({ city, receipts }) {
  return receipts.map((one) => ({ when: at(one.at), text: `${city}发出“${one.kind_name}”,本市收到` })).reverse();
}

/** An entry that was put right by a later one stays, and is said to be so. @param {Api['OwnCustody']} custody */
function stepsOf(custody) {
  return custody.steps.map((one) => ({ when: at(one.at), text: one.is_struck ? `${one.text}(这一条已更正)` : one.text })).reverse();
}

/** What went between the two cities: receipts of the home city, and where paper originals are. */
Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    name: '',
    handoff: /** @type {Api['HandoffView'] | null} */ (null),
    changed: '',
    asked: '',
    receipts: /** @type {ReturnType<typeof receiptsOf>} */ ([]),
    custody: /** @type {Api['OwnCustody'] | null} */ (null),
    steps: /** @type {ReturnType<typeof stepsOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const asked = /** @type {const} */ ({ path: { case_id: this.data.id }, isActing: true });
        const [own, handoff, custody] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
          api.callAsMe('get', '/api/v1/cases/{case_id}/handoff', asked),
          orNull(api.callAsMe('get', '/api/v1/cases/{case_id}/custody', asked)),
        ]);
        this.setData({
          name: own.item_name,
          handoff,
          changed: at(handoff.changed_at),
          asked: handoff.withdrawal_asked_at ? at(handoff.withdrawal_asked_at) : '',
          receipts: receiptsOf(handoff),
          custody: custody && custody.steps.length ? custody : null,
          steps: custody ? stepsOf(custody) : [],
        });
      });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
  },
});
