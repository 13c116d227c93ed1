const api = require('../../api/index');
const { acting } = require('../../shared/loading');
const { fromWechat } = require('../../shared/wechat-address');

const EMPTY = { name: '', phone: '', province: '', city: '', county: '', address: '' };
const LINES = [
  { key: 'name', label: '收件人姓名', help: '', kind: 'text' },
  { key: 'phone', label: '收件人手机', help: '邮递员打这个号码', kind: 'number' },
  { key: 'province', label: '省、自治区或直辖市', help: '', kind: 'text' },
  { key: 'city', label: '市、州', help: '直辖市、省直辖县可不填', kind: 'text' },
  { key: 'county', label: '区、县', help: '没有区县的市可不填', kind: 'text' },
  { key: 'address', label: '街道门牌', help: '例如:和平街道幸福路1号3单元502室', kind: 'text' },
];

/** A new address: typed, out of WeChat's own book, or read from a pasted text. Tells `change` with all of it. */
Component({
  properties: {
    /** What is wrong, by the last part of the path. */
    problems: { type: Object, value: /** @type {Record<string, string>} */ ({}) },
  },
  data: { lines: LINES, address: EMPTY, pasted: '', hint: '', saves: false, isBusy: false },
  methods: {
    tell() {
      const { address, saves } = this.data;
      this.triggerEvent('change', { address, saves });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    change(event) {
      this.setData({ address: { ...this.data.address, [event.currentTarget.dataset.key]: event.detail.value } });
      this.tell();
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnSaves(event) {
      this.setData({ saves: event.detail.isOn });
      this.tell();
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    paste(event) {
      this.setData({ pasted: event.detail.value });
    },
    readPasted() {
      return acting(this, async () => {
        const body = { text: this.data.pasted };
        const { hint, is_complete: isComplete, ...address } = await api.callAsMe('post', '/api/v1/address-readings', { body, isSafe: true });
        this.setData({ address, hint: isComplete ? '' : hint });
        this.tell();
      });
    },
    async takeFromWechat() {
      const address = await fromWechat();
      if (!address) return;
      this.setData({ address });
      this.tell();
    },
  },
});
