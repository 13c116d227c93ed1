/**
 * For whom a case is looked at: it stays with whoever it was read for, whomever else the person acts
 * for meanwhile.
 */
const session = require('./session');

/** @typedef {import('./session').Enterprise} Enterprise */
/** @typedef {Enterprise | null} Whom null for the person themselves */

/** @type {Map<string, Whom>} */
const known = new Map();
/** What a link has said: the enterprise's id. @type {Map<string, string>} */
const hints = new Map();

session.whenLeft(() => {
  known.clear();
  hints.clear();
});

/** Whoever has lost the power for an enterprise acts for themselves. */
function actForSelf() {
  session.actFor(null);
  known.clear();
}

/** @param {string | undefined} id of the case; none is known of what has no case @returns {Whom} */
function of(id) {
  const found = id === undefined ? undefined : known.get(id);
  return found === undefined ? session.actingFor() : found;
}

/** @param {string | undefined} id @param {Whom} whom */
function remember(id, whom) {
  if (id !== undefined) known.set(id, whom);
}

/** @param {string | undefined} id */
function forget(id) {
  if (id !== undefined) known.delete(id);
}

/** @param {string} id @param {string | undefined} enterpriseId of a link's `for` */
function hint(id, enterpriseId) {
  if (enterpriseId) hints.set(id, enterpriseId);
}

/**
 * For whom else it may be looked at, the likeliest first.
 *
 * @param {string} id
 * @param {Enterprise[]} powers
 * @returns {Whom[]}
 */
function others(id, powers) {
  const present = of(id);
  /** @type {Whom[]} */
  const all = [...powers.filter((one) => one.id === hints.get(id)), null, ...powers.filter((one) => one.id !== hints.get(id))];
  return all.filter((one) => (one ? one.id : '') !== (present ? present.id : ''));
}

/** Whom a page names: nobody where the person only ever acts for themselves. @param {string} id */
function nameOf(id) {
  const whom = of(id);
  if (whom) return whom.name;
  return session.actingFor() ? '本人' : '';
}

module.exports = { actForSelf, of, remember, forget, hint, others, nameOf };
