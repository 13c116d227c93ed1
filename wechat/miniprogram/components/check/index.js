/** Something to agree to, or not. */
Component({
  properties: { label: String, isOn: Boolean, problem: String },
  methods: {
    turn() {
      this.triggerEvent('change', { isOn: !this.data.isOn });
    },
  },
});
