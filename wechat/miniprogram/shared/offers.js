/** What helps with a fault that takes the place of a page: known by its sentence, which is all a page keeps. */

/** @typedef {'sign_in' | 'for_self' | 'call' | ''} Offer */

/** @type {Map<string, Offer>} */
const offers = new Map();

/** @param {import('../api/problem').Problem} fault @returns {Offer} */
function helpOf({ code, status }) {
  if (code === 'signed_out' || code === 'session_ended') return 'sign_in';
  if (code === 'not_acting_for') return 'for_self';
  return status >= 500 || code === 'no_answer' ? 'call' : '';
}

/** @param {import('../api/problem').Problem} fault */
function note(fault) {
  offers.set(fault.title, helpOf(fault));
}

/** @param {string} sentence @returns {Offer} */
function of(sentence) {
  return offers.get(sentence) || '';
}

module.exports = { note, of };
