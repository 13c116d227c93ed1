/** One page of a material, and what can be done with it; tells `act` with the page and what. */
Component({
  properties: {
    number: Number,
    state: String,
    tone: String,
    message: String,
    isFirst: Boolean,
    mayOpen: Boolean,
  },
  methods: {
    /** @param {WechatMiniprogram.TouchEvent} event */
    act(event) {
      this.triggerEvent('act', { number: this.data.number, act: event.currentTarget.dataset.act });
    },
  },
});
