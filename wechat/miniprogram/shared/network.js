/** Whether the phone reaches anything, as WeChat says and as our own calls have found. */
const { observable } = require('./observable');

const state = observable({ isOnline: true, isWeak: false });

function begin() {
  wx.getNetworkType({ success: (found) => state.set({ isOnline: found.networkType !== 'none' }) });
  wx.onNetworkStatusChange((change) => state.set({ isOnline: change.isConnected }));
  if (wx.onNetworkWeakChange) {
    wx.onNetworkWeakChange((change) => state.set({ isWeak: change.weakNet }));
  }
}

/** An answer came: the phone is online, whatever was thought before. */
function reached() {
  const { isOnline } = state.get();
  if (!isOnline) state.set({ isOnline: true });
}

/** No answer came; WeChat is asked why. */
function missed() {
  wx.getNetworkType({
    success: (found) => state.set({ isOnline: found.networkType !== 'none', isWeak: found.networkType !== 'none' }),
  });
}

/** Fast enough again. */
function eased() {
  if (state.get().isWeak) state.set({ isWeak: false });
}

module.exports = { begin, reached, missed, eased, watch: state.watch, get: state.get };
