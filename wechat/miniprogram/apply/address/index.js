const api = require('../../api/index');
const { loading, sentenceOf } = require('../../shared/loading');
const { replace } = require('../going');
const { EMPTY, NEW, byLastPart, chosen, placesOf, usualOf } = require('../places');

/** Another address before the result is sent, or what is to become of one that came back. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    /** readdress, change_address */
    act: '',
    action: /** @type {Api['NextAction'] | null} */ (null),
    ways: /** @type {{key: string, label: string}[]} */ ([]),
    way: 'post',
    places: /** @type {import('../places').Place[]} */ ([]),
    place: NEW,
    address: EMPTY,
    saves: false,
    fields: /** @type {Record<string, string>} */ ({}),
  },
  methods: {
    /** @param {{id?: string, act?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '', act: query.act || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { id, act } = this.data;
        const [found, own] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', { path: { case_id: id }, isActing: true }),
          api.callAsMe('get', '/api/v1/me/addresses'),
        ]);
        const action = found.next_actions.find((one) => one.key === act);
        // Done meanwhile, or too late by now: the case says what is possible.
        if (!action || !action.is_possible) return replace(`pages/case/detail?id=${id}`);
        this.setData({
          action,
          places: placesOf(null, own.addresses),
          place: usualOf(null, own.addresses),
          ways: act === 'readdress' ? [{ key: 'post', label: '再寄一次' }, { key: 'pick_up', label: '到窗口领取' }] : [],
        });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    chooseWay(event) {
      this.setData({ way: event.detail.key, fields: {} });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choosePlace(event) {
      this.setData({ place: event.detail.key, fields: {} });
    },
    /** @param {WechatMiniprogram.CustomEvent<{address: import('../places').Address, saves: boolean}>} event */
    change(event) {
      this.setData(event.detail);
    },
    async save() {
      this.setData({ isBusy: true, refusal: '', fields: {} });
      try {
        await this.send();
        replace(`pages/case/detail?id=${this.data.id}`);
      } catch (fault) {
        const fields = fault instanceof api.Problem ? byLastPart(fault.fields) : {};
        this.setData({ refusal: sentenceOf(fault), fields });
      } finally {
        this.setData({ isBusy: false });
      }
    },
    async send() {
      const { id, act, way, place, address, saves } = this.data;
      const path = { case_id: id };
      const where = chosen(place, address, saves);
      if (act === 'change_address') {
        await api.callAsMe('post', '/api/v1/cases/{case_id}/delivery/address', { path, body: where, isActing: true });
        return;
      }
      const body = way === 'post' ? { kind: /** @type {const} */ ('post'), ...where } : { kind: /** @type {const} */ ('pick_up'), save_address: false };
      await api.callAsMe('post', '/api/v1/cases/{case_id}/delivery/readdress', { path, body, isActing: true });
    },
  },
});
