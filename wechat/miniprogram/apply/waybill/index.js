const api = require('../../api/index');
const { loading, sentenceOf } = require('../../shared/loading');
const { replace } = require('../going');
const { byLastPart } = require('../places');

/** The number of a parcel that one has posted oneself. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    name: '',
    hall: /** @type {Api['HallAddress'] | null} */ (null),
    carriers: /** @type {{key: string, label: string}[]} */ ([]),
    carrier: '',
    number: '',
    fields: /** @type {Record<string, string>} */ ({}),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { id } = this.data;
        const asked = /** @type {const} */ ({ path: { case_id: id }, isActing: true });
        const [own, delivery] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
          api.callAsMe('get', '/api/v1/cases/{case_id}/delivery', asked),
        ]);
        const action = own.next_actions.find((one) => one.key === 'send_originals');
        if (!action || !action.is_possible) return replace(`apply/originals/index?id=${id}`);
        const carriers = delivery.carriers.map(({ code: key, name: label }) => ({ key, label }));
        this.setData({ name: own.item_name, hall: delivery.hall, carriers });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    change(event) {
      this.setData({ number: event.detail.value, fields: {} });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      this.setData({ carrier: event.detail.key });
    },
    async save() {
      this.setData({ isBusy: true, refusal: '', fields: {} });
      try {
        const { id, number, carrier } = this.data;
        const body = { waybill_number: number, carrier_code: carrier };
        const { advice } = await api.callAsMe('post', '/api/v1/cases/{case_id}/originals/number', { path: { case_id: id }, body, once: `waybill ${id}`, isActing: true });
        if (advice) wx.showModal({ title: '已经登记', content: advice, showCancel: false });
        replace(`apply/originals/index?id=${id}`);
      } catch (fault) {
        const fields = fault instanceof api.Problem ? byLastPart(fault.fields) : {};
        this.setData({ refusal: sentenceOf(fault), fields });
      } finally {
        this.setData({ isBusy: false });
      }
    },
  },
});
