/** A button; while it is busy it takes no second tap. */
Component({
  properties: { label: String, isQuiet: Boolean, isBusy: Boolean },
  methods: {
    act() {
      if (!this.data.isBusy) this.triggerEvent('act');
    },
  },
});
