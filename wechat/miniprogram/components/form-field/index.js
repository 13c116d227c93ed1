/** What the phone's keyboard is told of a kind of field. */
/** @type {Partial<Record<Api['FieldType'], string>>} */
const KEYBOARDS = { phone: 'number', number: 'digit', bank_account: 'number', id_number: 'idcard' };

/** A field of an application: written, chosen, or a day picked, by its kind. Tells `change` with key and value. */
Component({
  properties: {
    field: { type: Object, value: /** @type {Api['FormField'] | null} */ (null) },
    value: String,
    problem: String,
    advice: String,
  },
  data: { label: '', help: '', kind: '', keyboard: 'text', key: '' },
  observers: {
    field(field) {
      const one = /** @type {Api['FormField'] | null} */ (field);
      if (!one) return;
      this.setData({
        key: one.key,
        label: `${one.label}${one.required ? '' : '(可不填)'}`,
        help: [one.help, one.example ? `例如:${one.example}` : ''].filter(Boolean).join(' '),
        kind: ['choice', 'date', 'long_text'].includes(one.type) ? one.type : 'line',
        keyboard: KEYBOARDS[one.type] || 'text',
      });
    },
  },
  methods: {
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    change(event) {
      this.triggerEvent('change', { key: this.data.key, value: event.detail.value });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      this.triggerEvent('change', { key: this.data.key, value: event.detail.key });
    },
  },
});
