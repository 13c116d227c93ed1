/** A guide as one line of a list. The words of its codes are those of the API's vocabulary. */
Component({
  properties: {
    guide: { type: Object, value: /** @type {Api['GuideSummary'] | null} */ (null) },
    words: { type: Object, value: /** @type {Api['Vocabulary']['words']} */ ({}) },
    why: { type: Array, value: /** @type {string[]} */ ([]) },
  },
  data: { note: '', name: '' },
  observers: {
    'guide, words, why'(guide, words, why) {
      const one = /** @type {Api['GuideSummary'] | null} */ (guide);
      const labels = /** @type {Partial<Api['Vocabulary']['words']>} */ (words || {});
      if (!one) return;
      const online = labels.OnlineLevel ? labels.OnlineLevel[one.online_level] : '';
      const note = [one.department_name, online, (why || []).join('、')].filter(Boolean).join(' · ');
      this.setData({ name: one.name, note });
    },
  },
  methods: {
    open() {
      this.triggerEvent('open');
    },
  },
});
