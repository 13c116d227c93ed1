/** Rows to fill in, each with what is wrong about it right below. Tells `change` with `{key, value}`. */
Component({
  properties: {
    rows: { type: Array, value: /** @type {import('../../shared/forms').Row[]} */ ([]) },
  },
  methods: {
    /** @param {WechatMiniprogram.Input} event */
    change(event) {
      this.triggerEvent('change', { key: event.currentTarget.dataset.key, value: event.detail.value });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      this.triggerEvent('change', { key: event.currentTarget.dataset.key, value: event.detail.key });
    },
  },
});
