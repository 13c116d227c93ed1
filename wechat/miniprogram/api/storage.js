/** What the phone keeps. A phone that is full keeps nothing more: then it is known as long as this runs. */

/** @type {Map<string, unknown>} */
const memory = new Map();

/** @param {string} name @returns {any} empty where nothing is kept */
function read(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return wx.getStorageSync(name);
  } catch (fault) {
    return '';
  }
}

/** @param {string} name @param {unknown} value */
function write(name, value) {
  try {
    wx.setStorageSync(name, value);
    memory.delete(name);
  } catch (fault) {
    memory.set(name, value);
  }
}

/** @param {string} name */
function remove(name) {
  memory.delete(name);
  try {
    wx.removeStorageSync(name);
  } catch (fault) {
    memory.set(name, '');
  }
}

module.exports = { read, write, remove };
