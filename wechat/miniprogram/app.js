const look = require('./shared/look');
const network = require('./shared/network');
const privacy = require('./shared/privacy');
const updates = require('./shared/updates');

App({
  onLaunch() {
    look.begin();
    network.begin();
    privacy.begin();
    updates.begin();
  },
  onShow() {
    // The phone's own type size may have been changed meanwhile.
    look.measure();
  },
});
