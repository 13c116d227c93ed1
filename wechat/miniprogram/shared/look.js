/** Large type: the phone's own setting and the switch of ours; whichever is larger counts. */
const { observable } = require('./observable');

const STORED = 'large_type';
const USUAL = 16;
const OURS = 1.375;
const MOST = 1.75;
const LARGE_FROM = 1.2;

const state = observable({ scale: 1, isLarge: false, isSwitchedOn: false });

function measure() {
  const isSwitchedOn = wx.getStorageSync(STORED) === true;
  const phone = (wx.getAppBaseInfo().fontSizeSetting || USUAL) / USUAL;
  const scale = Math.min(MOST, Math.max(1, phone, isSwitchedOn ? OURS : 1));
  state.set({ scale, isLarge: scale >= LARGE_FROM, isSwitchedOn });
}

/** @param {boolean} isOn */
function switchLarge(isOn) {
  wx.setStorageSync(STORED, isOn);
  measure();
}

module.exports = { begin: measure, measure, switchLarge, watch: state.watch, get: state.get };
