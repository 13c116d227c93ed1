/** Which change of a need was the last on the screen: a bid says so, and the API compares. */

/** @type {Map<string, number>} */
const shown = new Map();

/** @param {string} id of the need @param {number} number 0 before the first change */
function saw(id, number) {
  shown.set(id, number);
}

/** Null where none was shown yet. @param {string} id */
function of(id) {
  return shown.get(id) || null;
}

module.exports = { saw, of };
