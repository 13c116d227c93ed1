const api = require('../../api/index');
const { confirmed } = require('../../shared/asking');
const { filled, prefilled, valuesOf } = require('../../shared/forms');
const { loading, acting, sending } = require('../../shared/loading');
const { fromWechat } = require('../../shared/wechat-address');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row[]} */
const ROWS = [
  { key: 'address/name', label: '收件人姓名', value: '', most: 100 },
  { key: 'address/phone', label: '手机号', value: '', kind: 'number', most: 40 },
  { key: 'address/province', label: '省、自治区或直辖市', value: '', most: 20 },
  { key: 'address/city', label: '市', value: '', most: 20, help: '直辖市可以不填。' },
  { key: 'address/county', label: '区、县', value: '', most: 20, help: '不设区县的市可以不填。' },
  { key: 'address/address', label: '街道、小区、门牌号', value: '', most: 100 },
  { key: 'label', label: '备注(可以不填)', value: '', most: 20, help: '例如:家、单位、父母家。' },
];

/** @param {Record<string, string | boolean>} found an address of the API, by its own names */
function pathsOf(found) {
  const own = ['name', 'phone', 'province', 'city', 'county', 'address'];
  const values = Object.fromEntries(own.map((name) => [`address/${name}`, String(found[name] || '')]));
  return found.label ? { ...values, label: String(found.label) } : values;
}

Component({
  data: {
    isLoading: false,
    isBusy: false,
    problem: '',
    fault: '',
    hint: '',
    id: '',
    rows: ROWS,
    pasted: '',
    wasDefault: false,
    isDefault: false,
    agrees: false,
    agreeFault: '',
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      wx.setNavigationBarTitle({ title: query.id ? '修改地址' : '添加地址' });
      return query.id ? this.load() : undefined;
    },
    load() {
      return loading(this, async () => {
        const path = { address_id: this.data.id };
        const found = await api.callAsMe('get', '/api/v1/me/addresses/{address_id}', { path });
        const rows = prefilled(ROWS, pathsOf({ ...found }));
        this.setData({ rows, wasDefault: found.is_default, isDefault: found.is_default });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData({ rows: filled(this.data.rows, event.detail) });
    },
    /** @param {WechatMiniprogram.Input} event */
    paste(event) {
      this.setData({ pasted: event.detail.value });
    },
    /** What was copied from a chat is read by the API, and looked at by the person. */
    read() {
      return acting(this, async () => {
        const body = { text: this.data.pasted };
        const found = await api.callAsMe('post', '/api/v1/address-readings', { body, isSafe: true });
        this.setData({ rows: prefilled(this.data.rows, pathsOf({ ...found })), hint: found.hint });
      });
    },
    /** Of WeChat's own address book; nothing is kept before the person agrees below. */
    async take() {
      const found = await fromWechat();
      if (found) this.setData({ rows: prefilled(this.data.rows, pathsOf(found)) });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnDefault(event) {
      this.setData({ isDefault: event.detail.isOn });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnAgrees(event) {
      this.setData({ agrees: event.detail.isOn, agreeFault: '' });
    },
    body() {
      const values = valuesOf(this.data.rows);
      const address = {
        name: values['address/name'],
        phone: values['address/phone'],
        province: values['address/province'],
        city: values['address/city'],
        county: values['address/county'],
        address: values['address/address'],
      };
      const { isDefault: is_default, agrees: agrees_to_saving } = this.data;
      return { address, label: values.label, is_default, agrees_to_saving };
    },
    save() {
      return sending(this, async () => {
        const { id } = this.data;
        const body = this.body();
        try {
          if (id) {
            const path = { address_id: id };
            await api.callAsMe('put', '/api/v1/me/addresses/{address_id}', { path, body, isSafe: true });
          } else {
            await api.callAsMe('post', '/api/v1/me/addresses', { body, once: 'save address' });
          }
        } catch (fault) {
          const faults = fault instanceof api.Problem ? fault.fields : {};
          this.setData({ agreeFault: faults.agrees_to_saving || '' });
          throw fault;
        }
        wx.navigateBack();
      });
    },
    async remove() {
      if (!(await confirmed({ title: '删除这个地址?', content: '已经寄出的邮件不受影响。', confirmText: '删除' }))) return;
      await acting(this, async () => {
        const path = { address_id: this.data.id };
        await api.callAsMe('delete', '/api/v1/me/addresses/{address_id}', { path, isSafe: true });
        wx.navigateBack();
      });
    },
  },
});
