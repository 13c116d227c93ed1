/** Files that were received for an act and not sent with it yet; they stay when the page is left. */
const api = require('../api/index');
const uploading = require('../shared/uploading');

/** @typedef {{id: string, name: string}} InTray */

const KIND = 'act';
const STORED = 'act_files';

/** @returns {Record<string, InTray[]>} */
function all() {
  return wx.getStorageSync(STORED) || {};
}

/** @param {string} about @param {string} key of the act @returns {InTray[] | null} null where none was ever there */
function filesIn(about, key) {
  return all()[`${about}/${key}`] || null;
}

/** @param {string} about @param {string} key @param {InTray[]} files */
function keep(about, key, files) {
  wx.setStorageSync(STORED, { ...all(), [`${about}/${key}`]: files });
}

/** @param {string} about @param {string} key */
function empty(about, key) {
  const { [`${about}/${key}`]: gone, ...left } = all();
  if (gone) wx.setStorageSync(STORED, left);
}

uploading.goesTo(KIND, async ({ about, key, name }, id) => {
  const files = filesIn(about, key) || [];
  if (!files.some((one) => one.id === id)) keep(about, key, [...files, { id, name }]);
});
api.session.whenLeft(() => wx.removeStorageSync(STORED));

module.exports = { KIND, filesIn, keep, empty };
