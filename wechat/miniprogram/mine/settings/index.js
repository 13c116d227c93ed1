const api = require('../../api/index');
const look = require('../../shared/look');
const { acting } = require('../../shared/loading');

Component({
  data: { isBusy: false, isOut: false, isLarge: false },
  methods: {
    onShow() {
      this.setData({ isOut: api.session.isOut(), isLarge: look.get().isSwitchedOn });
    },
    switchLarge() {
      look.switchLarge(!this.data.isLarge);
      this.setData({ isLarge: look.get().isSwitchedOn });
    },
    readContract() {
      wx.openPrivacyContract({});
    },
    signOut() {
      return acting(this, async () => {
        await api.session.signOut();
        this.setData({ isOut: true });
      });
    },
  },
});
