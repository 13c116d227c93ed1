const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** The newest first. @param {Api['ParcelLeg'][]} legs @param {string[]} cancelled what the post may not know yet */
function parcelsOf(legs, cancelled) {
  return legs
    .map((one) => ({
      id: one.id,
      name: one.state_name,
      number: one.waybill_number || '',
      note: [one.latest ? `${at(one.latest.at)} ${one.latest.text}` : '', one.next_step].filter(Boolean).join('\n'),
      mayCancel: one.is_cancellable && !cancelled.includes(one.id),
    }))
    .reverse();
}

/** Paper originals on their way to the counter, and the two ways to send more of them. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    name: '',
    action: /** @type {Api['NextAction'] | null} */ (null),
    cancelled: /** @type {string[]} */ ([]),
    parcels: /** @type {ReturnType<typeof parcelsOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    /** Read each time it is come back to: something may have been sent meanwhile. */
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, () => this.read());
    },
    async read() {
      const asked = /** @type {const} */ ({ path: { case_id: this.data.id }, isActing: true });
      const [own, delivery] = await Promise.all([
        api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
        api.callAsMe('get', '/api/v1/cases/{case_id}/delivery', asked),
      ]);
      const action = own.next_actions.find((one) => one.key === 'send_originals') || null;
      this.setData({ name: own.item_name, action, parcels: parcelsOf(delivery.originals, this.data.cancelled) });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    openPickUp() {
      links.open(`apply/pick-up/index?id=${this.data.id}`);
    },
    openWaybill() {
      links.open(`apply/waybill/index?id=${this.data.id}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    async cancel(event) {
      const { id: parcel } = event.currentTarget.dataset;
      const content = '上门取件的,邮递员就不来了;登记了邮件号的,窗口就不再等这一件。以后可以重新预约或登记。';
      if (!(await confirmed({ title: '真的要取消这一件吗?', content, confirmText: '确定取消' }))) return undefined;
      return acting(this, async () => {
        const { id } = this.data;
        const path = { case_id: id, parcel_id: parcel };
        try {
          await api.callAsMe('post', '/api/v1/cases/{case_id}/originals/{parcel_id}/cancel', { path, once: `cancel ${parcel}`, isActing: true });
          this.setData({ cancelled: [...this.data.cancelled, parcel] });
        } finally {
          await this.read().catch(() => undefined);
        }
      });
    },
  },
});
