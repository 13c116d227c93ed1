const api = require('../../api/index');
const { loading, acting, sentenceOf } = require('../../shared/loading');
const { filling, toNext, toTasks, unlessSent } = require('../going');
const { EMPTY, PRESENT, byLastPart, chosen, placesOf, usualOf } = require('../places');


/** 领取方式: to the counter, or by post to a kept address or a new one. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    then: '',
    version: '',
    name: '',
    asked: /** @type {Api['DeliveryAsked'] | null} */ (null),
    ways: /** @type {{key: string, label: string}[]} */ ([]),
    way: '',
    places: /** @type {{key: string, label: string}[]} */ ([]),
    place: '',
    address: EMPTY,
    saves: false,
    agrees: false,
    fields: /** @type {Record<string, string>} */ ({}),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', then: query.then || '' });
      return this.load();
    },
    load() {
      return loading(this, () => unlessSent(this.data.id, () => this.read()));
    },
    async read() {
      const { id } = this.data;
      const [found, own] = await Promise.all([filling(id), api.callAsMe('get', '/api/v1/me/addresses')]);
      const asked = found.delivery;
      if (!asked) return toTasks(id);
      this.setData({
        version: found.version,
        name: found.item_name,
        asked,
        ways: asked.ways.map(({ kind: key, name: label }) => ({ key, label })),
        way: asked.chosen || '',
        places: placesOf(asked.receiver, own.addresses),
        place: usualOf(asked.receiver, own.addresses),
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
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnAgrees(event) {
      this.setData({ agrees: event.detail.isOn });
    },
    /** As the API takes it. */
    choice() {
      const { way, place, address, saves, agrees } = this.data;
      const kind = /** @type {Api['DeliveryKind']} */ (way);
      if (kind !== 'post') return { kind, save_address: false, agrees_to_postage: false };
      return { kind, agrees_to_postage: agrees, ...chosen(place, address, saves) };
    },
    /** Whether what was chosen before stays: it is shown masked, and would come back so. */
    keepsPresent() {
      const { asked, way, place } = this.data;
      return Boolean(asked && asked.chosen === way && (way !== 'post' || (place === PRESENT && !asked.reasons.length)));
    },
    async save() {
      const { id, then, version, way, place } = this.data;
      if (!way) return this.setData({ refusal: '请选择一种领取方式。' });
      if (this.keepsPresent()) return acting(this, () => toNext(id, then));
      if (way === 'post' && place === PRESENT) return this.setData({ refusal: '请重新选择一个地址,或填写新地址。' });
      this.setData({ isBusy: true, refusal: '', fields: {} });
      try {
        const body = { delivery: this.choice() };
        await api.callAsMe('post', '/api/v1/cases/{case_id}/filling', { path: { case_id: id }, body, seen: version, isActing: true, isSafe: true });
        await this.saved();
      } catch (fault) {
        this.refused(fault);
      } finally {
        this.setData({ isBusy: false });
      }
      return undefined;
    },
    async saved() {
      const { id, then } = this.data;
      const { delivery, version } = await filling(id);
      const reasons = delivery ? delivery.reasons : [];
      this.setData({ version });
      if (reasons.length) this.setData({ refusal: reasons.join(' '), fields: { agrees: reasons.join(' ') } });
      else await toNext(id, then);
    },
    /** @param {unknown} fault */
    refused(fault) {
      const fields = fault instanceof api.Problem ? byLastPart(fault.fields) : {};
      this.setData({ refusal: sentenceOf(fault), fields });
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
