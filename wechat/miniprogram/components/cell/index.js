/** One line of a list: opens something where `isLink` says so, else it is told only. `tone` is of its tag. */
Component({
  properties: { heading: String, note: String, value: String, tag: String, tone: String, isLink: Boolean },
  methods: {
    open() {
      this.triggerEvent('open');
    },
  },
});
