const api = require('../../api/index');
const links = require('../../shared/links');
const { typed, valuesOf } = require('../../shared/forms');
const { sending } = require('../../shared/loading');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row} */
const PHONE = { key: 'phone', label: '另一个账户的手机号', value: '', kind: 'number', most: 20, help: '我们发一条短信验证码,不收费。' };
/** @type {Row} */
const CODE = { key: 'phone_code', label: '短信中的6位数字', value: '', kind: 'number', most: 12 };

Component({
  data: { isBusy: false, fault: '', ticket: '', isDone: false, rows: [PHONE] },
  methods: {
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData(typed(this.data.rows, event.detail));
    },
    /** @returns {Promise<void>} */
    send() {
      return sending(this, async () => {
        const { phone } = valuesOf(this.data.rows);
        const body = { phone, purpose: /** @type {const} */ ('merge') };
        const { code_ticket: ticket } = await api.call('post', '/api/v1/phone-codes', { body });
        this.setData({ ticket, rows: [{ ...PHONE, value: phone }, CODE] });
      });
    },
    merge() {
      return sending(this, async () => {
        const { phone, phone_code } = valuesOf(this.data.rows);
        const body = { phone, phone_code, code_ticket: this.data.ticket, wechat_code: null };
        const { session } = await api.callAsMe('post', '/api/v1/me/merges', { body });
        api.session.keep(session);
        this.setData({ isDone: true });
      });
    },
    openMe() {
      links.open('pages/me/index');
    },
  },
});
