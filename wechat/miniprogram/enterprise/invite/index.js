const api = require('../../api/index');
const links = require('../../shared/links');
const { typed, valuesOf } = require('../../shared/forms');
const { acting, sending } = require('../../shared/loading');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row[]} */
const ROWS = [
  { key: 'name', label: '经办人姓名', value: '', most: 100 },
  { key: 'phone', label: '经办人手机号', value: '', kind: 'number', most: 40, help: '对方用绑定了这个号码的账户接受。' },
  { key: 'ends_on', label: '授权到哪一天', value: '', kind: 'date' },
];
const SCOPES = [
  { key: 'all', label: '全部事项' },
  { key: 'some', label: '只办选定的事项' },
];

Component({
  data: {
    isBusy: false,
    fault: '',
    needsIdentity: false,
    id: '',
    rows: ROWS,
    scopes: SCOPES,
    scope: 'all',
    items: /** @type {{key: string, name: string, isOn: boolean}[]} */ ([]),
    cursor: /** @type {string | null} */ (null),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData(typed(this.data.rows, event.detail));
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      this.setData({ scope: event.detail.key });
      return event.detail.key === 'some' && !this.data.items.length ? this.more() : undefined;
    },
    /** What companies can have done; only these are asked for. */
    more() {
      return acting(this, async () => {
        const { cursor, items } = this.data;
        const query = { audience: /** @type {const} */ ('legal_entity'), page_size: 50, cursor };
        const page = await api.call('get', '/api/v1/guides', { query });
        const found = page.guides.map(({ key, name }) => ({ key, name, isOn: false }));
        this.setData({ items: [...items, ...found], cursor: page.next_cursor });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turn(event) {
      const { key } = event.currentTarget.dataset;
      this.setData({ items: this.data.items.map((one) => (one.key === key ? { ...one, isOn: event.detail.isOn } : one)) });
    },
    openIdentity() {
      links.open('mine/identity/index');
    },
    send() {
      this.setData({ needsIdentity: false });
      return sending(this, async () => {
        const { id, scope, items } = this.data;
        const { name, phone, ends_on } = valuesOf(this.data.rows);
        const chosen = items.filter((one) => one.isOn).map((one) => one.key);
        const body = { name, phone, ends_on, item_keys: scope === 'all' ? null : chosen };
        try {
          const path = { enterprise_id: id };
          await api.callAsMe('post', '/api/v1/enterprises/{enterprise_id}/clerks', { path, body, once: 'invite clerk' });
        } catch (fault) {
          this.setData({ needsIdentity: fault instanceof api.Problem && fault.code === 'assurance_too_low' });
          throw fault;
        }
        wx.navigateBack();
      });
    },
  },
});
