const api = require('../../api/index');
const privacy = require('../../shared/privacy');
const { loading, acting, sentenceOf } = require('../../shared/loading');
const { filling, toNext, toTasks, unlessSent } = require('../going');

const NEW = 'new';
const PRESENT = 'present';
const EMPTY = { name: '', phone: '', province: '', city: '', county: '', address: '' };

/** @typedef {typeof EMPTY} Address */
const LINES = [
  { key: 'name', label: '收件人姓名', help: '', kind: 'text' },
  { key: 'phone', label: '收件人手机', help: '邮递员打这个号码', kind: 'number' },
  { key: 'province', label: '省、自治区或直辖市', help: '', kind: 'text' },
  { key: 'city', label: '市、州', help: '直辖市、省直辖县可不填', kind: 'text' },
  { key: 'county', label: '区、县', help: '没有区县的市可不填', kind: 'text' },
  { key: 'address', label: '街道门牌', help: '例如:和平街道幸福路1号3单元502室', kind: 'text' },
];

/** @param {Api['MaskedContact']} one */
function lineOf({ name, phone, address }) {
  return `${name} ${phone} ${address}`;
}

/** @param {Api['DeliveryAsked']} asked @param {Api['SavedAddressView'][]} saved */
function placesOf(asked, saved) {
  const present = asked.receiver ? [{ key: PRESENT, label: `现在选的:${lineOf(asked.receiver)}` }] : [];
  const kept = saved.map((one) => {
    const shown = lineOf({ name: one.name_masked, phone: one.phone_masked, address: one.address_masked });
    return { key: one.id, label: one.label ? `${one.label}:${shown}` : shown };
  });
  return [...present, ...kept, { key: NEW, label: '填一个新地址' }];
}

/** @param {Api['DeliveryAsked']} asked @param {Api['SavedAddressView'][]} saved */
function placeOf(asked, saved) {
  if (asked.receiver) return PRESENT;
  const usual = saved.find((one) => one.is_default);
  return usual ? usual.id : NEW;
}

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
    lines: LINES,
    address: EMPTY,
    pasted: '',
    hint: '',
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
        places: placesOf(asked, own.addresses),
        place: placeOf(asked, own.addresses),
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
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    change(event) {
      this.setData({ address: { ...this.data.address, [event.currentTarget.dataset.key]: event.detail.value } });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    paste(event) {
      this.setData({ pasted: event.detail.value });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    changeSaves(event) {
      this.setData({ saves: event.detail.isOn });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    changeAgrees(event) {
      this.setData({ agrees: event.detail.isOn });
    },
    readPasted() {
      return acting(this, async () => {
        const body = { text: this.data.pasted };
        const { hint, is_complete: isComplete, ...address } = await api.callAsMe('post', '/api/v1/address-readings', { body, isSafe: true });
        this.setData({ address, hint: isComplete ? '' : hint });
      });
    },
    /** The address book of WeChat: opened after the person has agreed to what it is for. */
    async takeFromWechat() {
      try {
        await privacy.agreed();
      } catch (refusal) {
        return;
      }
      wx.chooseAddress({
        success: (found) =>
          this.setData({
            address: {
              name: found.userName,
              phone: found.telNumber,
              province: found.provinceName,
              city: found.cityName,
              county: found.countyName,
              address: found.detailInfo,
            },
          }),
        fail: () => undefined,
      });
    },
    /** @returns {Api['DeliveryChoice']} */
    choice() {
      const { way, place, address, saves, agrees } = this.data;
      const kind = /** @type {Api['DeliveryKind']} */ (way);
      if (kind !== 'post') return { kind, save_address: false, agrees_to_postage: false };
      const where = place === NEW ? { address, save_address: saves } : { address_id: place, save_address: false };
      return { kind, agrees_to_postage: agrees, ...where };
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
        await api.callAsMe('patch', '/api/v1/cases/{case_id}', { path: { case_id: id }, body, seen: version, isActing: true, isSafe: true });
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
      const told = fault instanceof api.Problem ? Object.entries(fault.fields) : [];
      const fields = Object.fromEntries(told.map(([path, text]) => [path.split('/').pop() || path, text]));
      this.setData({ refusal: sentenceOf(fault), fields });
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
