/** What is done on another page: its address goes to the clipboard, after the person has agreed. */
const config = require('../config');
const privacy = require('./privacy');

/** @param {string} path of a web page of this service, with its leading slash */
function addressOf(path) {
  return config.base + path;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there now; WeChat itself tells the person
 */
async function copy(text) {
  try {
    await privacy.agreed();
  } catch (refusal) {
    return false;
  }
  return new Promise((resolve) => {
    wx.setClipboardData({ data: text, success: () => resolve(true), fail: () => resolve(false) });
  });
}

module.exports = { addressOf, copy };
