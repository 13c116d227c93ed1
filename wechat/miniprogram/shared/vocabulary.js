/** The Chinese words of the API's codes, read once while the mini-program runs. */
const api = require('../api/index');

/** @typedef {Api['Vocabulary']['words']} Words */
/** @type {Promise<Words> | null} */
let known = null;

/** @returns {Promise<Words>} */
function vocabulary() {
  if (!known) {
    known = api.call('get', '/api/v1/catalogue/vocabulary').then((found) => found.words);
    known.catch(() => {
      known = null;
    });
  }
  return known;
}

/**
 * One list of words as options to choose from, in the API's order.
 *
 * @param {Words} words
 * @param {string} list
 */
function optionsOf(words, list) {
  return Object.entries(words[list] || {}).map(([key, label]) => ({ key, label }));
}

module.exports = { vocabulary, optionsOf };
