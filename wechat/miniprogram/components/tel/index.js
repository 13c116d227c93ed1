/** A number to call, with what it is for. */
Component({
  properties: { number: String, purpose: String, isUrgent: Boolean },
  methods: {
    call() {
      // WeChat asks the person before it dials; a "no" there is no fault.
      wx.makePhoneCall({ phoneNumber: this.data.number, fail: () => undefined });
    },
  },
});
