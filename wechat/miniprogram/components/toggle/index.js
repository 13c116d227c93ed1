/** Something that is on or off. */
Component({
  properties: { label: String, note: String, isOn: Boolean },
  methods: {
    turn() {
      this.triggerEvent('turn', { isOn: !this.data.isOn });
    },
  },
});
