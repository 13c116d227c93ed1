/**
 * Idempotency keys that outlive the page and the mini-program: who was interrupted and does the same
 * again sends the same key, and it is done once.
 */
const storage = require('./storage');

const STORED = 'request_keys';
const KEPT = 24 * 3600 * 1000;

/** @typedef {{key: string, digest: number, at: number}} Held */

/** @returns {Record<string, Held>} */
function all() {
  /** @type {Record<string, Held>} */
  const found = storage.read(STORED) || {};
  const names = Object.keys(found).filter((name) => Date.now() - found[name].at < KEPT);
  return Object.fromEntries(names.map((name) => [name, found[name]]));
}

/** FNV-1a: tells bodies apart without keeping what people have written. @param {string} text */
function digestOf(text) {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  }
  return hash;
}

function fresh() {
  const piece = () => Math.random().toString(36).slice(2, 12);
  return `${Date.now().toString(36)}-${piece()}${piece()}`;
}

/**
 * @param {string} purpose what is done to what, such as "begin passport"
 * @param {object | undefined} body another one is another request
 */
function keyFor(purpose, body) {
  const keys = all();
  const digest = digestOf(JSON.stringify(body || null));
  const held = keys[purpose];
  if (held && held.digest === digest) return held.key;
  keys[purpose] = { key: fresh(), digest, at: Date.now() };
  storage.write(STORED, keys);
  return keys[purpose].key;
}

/** @param {string} purpose */
function forget(purpose) {
  const keys = all();
  delete keys[purpose];
  storage.write(STORED, keys);
}

/** Of the account that was left. */
function forgetAll() {
  storage.remove(STORED);
}

module.exports = { keyFor, forget, forgetAll };
