/** Something that is on or off. */
Component({
  properties: { label: String, note: String, isOn: Boolean, on: { type: String, value: '开' }, off: { type: String, value: '关' } },
  methods: {
    turn() {
      this.triggerEvent('turn', { isOn: !this.data.isOn });
    },
  },
});
