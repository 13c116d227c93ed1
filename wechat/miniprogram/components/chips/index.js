/** Filters beside each other; a tap on the chosen one lets go of it. */
Component({
  properties: {
    label: String,
    options: { type: Array, value: /** @type {{key: string, label: string}[]} */ ([]) },
    chosen: String,
  },
  methods: {
    /** @param {WechatMiniprogram.TouchEvent} event */
    choose(event) {
      const { key } = event.currentTarget.dataset;
      this.triggerEvent('choose', { key: key === this.data.chosen ? '' : key });
    },
  },
});
