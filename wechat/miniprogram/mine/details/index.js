const api = require('../../api/index');
const { typed, valuesOf } = require('../../shared/forms');
const { sending } = require('../../shared/loading');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row[]} */
const ROWS = [
  { key: 'name', label: '姓名', value: '', most: 100 },
  { key: 'id_number', label: '身份证号', value: '', kind: 'idcard', most: 40 },
  { key: 'phone', label: '联系手机', value: '', kind: 'number', most: 40 },
];

Component({
  data: { isBusy: false, fault: '', rows: ROWS },
  methods: {
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData(typed(this.data.rows, event.detail));
    },
    save() {
      return sending(this, async () => {
        const { name, id_number, phone } = valuesOf(this.data.rows);
        await api.callAsMe('put', '/api/v1/me/real-name', { body: { name, id_number, phone }, isSafe: true });
        wx.navigateBack();
      });
    },
  },
});
