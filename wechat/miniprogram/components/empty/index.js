/** Nothing here, and the way on. */
Component({
  properties: { text: String, action: String },
  methods: {
    act() {
      this.triggerEvent('act');
    },
  },
});
