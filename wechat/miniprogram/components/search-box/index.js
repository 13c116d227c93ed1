const api = require('../../api/index');

const PAUSE = 250;

/** A question in one's own words; names come up while one types. */
Component({
  properties: { value: String },
  data: {
    words: '',
    offers: /** @type {Api['SuggestionOffered'][]} */ ([]),
    timer: 0,
  },
  observers: {
    value(value) {
      this.setData({ words: value });
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
    },
  },
  methods: {
    /** @param {WechatMiniprogram.Input} event */
    type(event) {
      clearTimeout(this.data.timer);
      const words = event.detail.value;
      const timer = setTimeout(() => this.offer(words), PAUSE);
      this.setData({ words, timer });
    },
    /** @param {string} words */
    async offer(words) {
      if (!words.trim()) {
        this.setData({ offers: [] });
        return;
      }
      try {
        const found = await api.call('get', '/api/v1/suggestions', { query: { q: words } });
        if (words === this.data.words) this.setData({ offers: found.suggestions });
      } catch (fault) {
        // Without offers one searches all the same.
        this.setData({ offers: [] });
      }
    },
    search() {
      const words = this.data.words.trim();
      clearTimeout(this.data.timer);
      this.setData({ offers: [] });
      if (words) this.triggerEvent('search', { words });
    },
    /** @param {WechatMiniprogram.TouchEvent} event */
    take(event) {
      const { kind, key } = event.currentTarget.dataset;
      this.setData({ offers: [] });
      this.triggerEvent('take', { kind, key });
    },
  },
});
