/** One thing to fill in, with what is wrong about it right below. */
Component({
  properties: {
    label: String,
    value: String,
    help: String,
    problem: String,
    placeholder: String,
    kind: { type: String, value: 'text' },
    maxLength: { type: Number, value: 140 },
  },
  methods: {
    /** @param {WechatMiniprogram.Input} event */
    change(event) {
      this.triggerEvent('change', { value: event.detail.value });
    },
  },
});
