const api = require('../../api/index');
const { yuan } = require('../../shared/format');
const { loading, sentenceOf } = require('../../shared/loading');
const { replace } = require('../going');
const { EMPTY, NEW, byLastPart, chosen, placesOf, usualOf } = require('../places');

/** @param {Api['Estimate']} estimate @param {Api['Postage']} postage who pays */
function postageOf({ fee_fen: fee }, postage) {
  if (postage === 'free') return '不用您付';
  return fee === null ? '按邮政的价格,当面付给邮递员' : `大约${yuan(fee)},当面付给邮递员`;
}

/** Originals are fetched at the door; what it costs is said before anything is ordered. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    name: '',
    paid: /** @type {Api['Postage']} */ ('free'),
    places: /** @type {import('../places').Place[]} */ ([]),
    place: NEW,
    address: EMPTY,
    saves: false,
    fields: /** @type {Record<string, string>} */ ({}),
    estimate: /** @type {Api['Estimate'] | null} */ (null),
    postage: '',
    where: '',
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
        const [own, delivery, kept] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
          api.callAsMe('get', '/api/v1/cases/{case_id}/delivery', asked),
          api.callAsMe('get', '/api/v1/me/addresses'),
        ]);
        const action = own.next_actions.find((one) => one.key === 'send_originals');
        // Done meanwhile, or not awaited any more: the list says why.
        if (!action || !action.is_possible) return replace(`apply/originals/index?id=${id}`);
        this.setData({
          name: own.item_name,
          paid: delivery.postage,
          places: placesOf(null, kept.addresses),
          place: usualOf(null, kept.addresses),
        });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choosePlace(event) {
      this.setData({ place: event.detail.key, fields: {} });
    },
    /** @param {WechatMiniprogram.CustomEvent<{address: import('../places').Address, saves: boolean}>} event */
    change(event) {
      this.setData(event.detail);
    },
    /** What is wrong stays above the form. @param {() => Promise<void>} act */
    async sending(act) {
      this.setData({ isBusy: true, refusal: '', fields: {} });
      try {
        await act();
      } catch (fault) {
        const fields = fault instanceof api.Problem ? byLastPart(fault.fields) : {};
        this.setData({ refusal: sentenceOf(fault), fields, estimate: null });
      } finally {
        this.setData({ isBusy: false });
      }
    },
    ask() {
      return this.sending(async () => {
        const { place, places, address, paid } = this.data;
        const { name, phone, ...spot } = address;
        const body = { direction: /** @type {const} */ ('to_hall'), ...(place === NEW ? { place: spot } : { address_id: place }) };
        const estimate = await api.callAsMe('post', '/api/v1/postage-estimates', { body, isSafe: true });
        if (estimate.is_served === false) return this.setData({ refusal: estimate.hint });
        const kept = places.find((one) => one.key === place);
        const where = place === NEW || !kept ? `${name} ${phone} ${spot.province}${spot.city}${spot.county}${spot.address}` : kept.label;
        return this.setData({ estimate, where, postage: postageOf(estimate, paid) });
      });
    },
    /** Back to the address; nothing has been ordered. */
    other() {
      this.setData({ estimate: null });
    },
    order() {
      return this.sending(async () => {
        const { id, place, address, saves } = this.data;
        const body = chosen(place, address, saves);
        await api.callAsMe('post', '/api/v1/cases/{case_id}/originals/pick-up', { path: { case_id: id }, body, once: `pick up ${id}`, isActing: true });
        replace(`apply/originals/index?id=${id}`);
      });
    },
  },
});
