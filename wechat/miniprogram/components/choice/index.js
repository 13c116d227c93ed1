/** A question with the answers that one can tap. */
Component({
  properties: {
    question: String,
    /** `{key, label}` each */
    options: { type: Array, value: /** @type {{key: string, label: string}[]} */ ([]) },
    chosen: String,
  },
  methods: {
    /** @param {WechatMiniprogram.TouchEvent} event */
    choose(event) {
      this.triggerEvent('choose', { key: event.currentTarget.dataset.key });
    },
  },
});
