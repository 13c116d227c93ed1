/**
 * Files on their way to what they were chosen for, one after another, in the order in which they were chosen.
 *
 * Each is kept by its digest until it is where it belongs: a network that is cut, a page that is left and a
 * mini-program that is closed stop nothing for good. The same content is never sent twice.
 */
const api = require('../api/index');
const storage = require('../api/storage');
const network = require('./network');
const { observable } = require('./observable');
const choosing = require('./choosing');

const { Problem } = api;
const STORED = 'uploads_under_way';
const LOOKS = 12;
const BETWEEN_LOOKS = 400;
const TRIES = 3;
const BETWEEN_TRIES = 800;

/**
 * @typedef {object} Held
 * @property {string} mark what it is about, for what there, and digest: what it is known by
 * @property {string} digest
 * @property {number} size
 * @property {string} name
 * @property {string} path of the file on the phone
 * @property {string} kind of what it is for, as `goesTo` was told
 * @property {string} about the case or contract
 * @property {string} key of the material, or of the act
 * @property {string} replaces the page in whose place it comes, empty for one more
 * @property {number} percent
 * @property {string} sentence
 * @property {boolean} isFailed
 * @property {import('../api/session').Enterprise | null} acting for whom it was begun
 */

const state = observable({ held: /** @type {Held[]} */ ([]), arrived: 0 });
/** @type {Promise<void> | null} */
let running = null;
/** @type {Record<string, (one: Held, fileId: string) => Promise<void>>} */
const homes = {};
/** How the one that is being sent is stopped, and which that is. */
let sending = { mark: '', stop: () => {} };

/** @param {Held[]} held */
function keep(held) {
  state.set({ held });
  if (held.length) storage.write(STORED, held);
  else storage.remove(STORED);
}

/** @param {string} mark @param {Partial<Held>} changes */
function change(mark, changes) {
  keep(state.get().held.map((one) => (one.mark === mark ? { ...one, ...changes } : one)));
}

/** @param {Held} one */
function isThere({ mark }) {
  return state.get().held.some((other) => other.mark === mark);
}

/** @param {string} mark */
function drop(mark) {
  const { held } = state.get();
  held.filter((one) => one.mark === mark).forEach((one) => choosing.forgotten(one.path));
  keep(held.filter((one) => one.mark !== mark));
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves when WeChat says that there is a network. @returns {Promise<void>} */
function online() {
  return new Promise((resolve) => {
    if (network.get().isOnline) {
      resolve();
      return;
    }
    const unwatch = network.watch(({ isOnline }) => {
      if (!isOnline) return;
      setTimeout(() => unwatch(), 0);
      resolve();
    });
  });
}

/** @param {Held} one @returns {Promise<Api['FileAnswer']>} */
async function received({ mark, digest, name, size, path: filePath }) {
  const body = { purpose: /** @type {const} */ ('material'), name, size, media_type: '', sha256: digest };
  const begun = await api.callAsMe('post', '/api/v1/uploads', { body, once: `upload ${digest}` });
  if (!begun.ticket) return begun.file;
  await api.send(begun.ticket, filePath, (percent) => change(mark, { percent }), (stop) => {
    sending = { mark, stop };
  });
  sending = { mark: '', stop: () => {} };
  change(mark, { percent: 100, sentence: '已经传到,正在检查…' });
  return api.callAsMe('post', '/api/v1/uploads/{file_id}/complete', { path: { file_id: begun.file.id }, isSafe: true });
}

/** @param {Api['FileAnswer']} file @returns {Promise<Api['FileAnswer']>} as far as the inspection has come */
async function inspected(file) {
  let found = file;
  for (let looks = 0; found.state === 'inspecting' && looks < LOOKS; looks += 1) {
    await pause(BETWEEN_LOOKS);
    found = await api.callAsMe('get', '/api/v1/uploads/{file_id}', { path: { file_id: file.id } });
  }
  if (found.state !== 'clean' && found.state !== 'inspecting') {
    throw new Problem({ title: found.message, code: found.state, status: 422 });
  }
  return found;
}

/** @param {Held} one */
async function brought(one) {
  api.whose.remember(one.about, one.acting || null);
  change(one.mark, { sentence: '正在传…', isFailed: false });
  const there = await choosing.digested(one.path);
  if (!there || there.digest !== one.digest) {
    throw new Problem({ title: '手机上找不到这个文件了,请重新选择。', code: 'lost', status: 422 });
  }
  const file = await inspected(await received(one));
  // Who said 不传了 meanwhile does not want it there.
  if (isThere(one)) await homes[one.kind](one, file.id);
}

/** @param {unknown} fault */
function isOfTheNetwork(fault) {
  return fault instanceof Problem && (fault.status === 0 || fault.status >= 500 || fault.status === 403);
}

/** @param {unknown} fault @returns {string} */
function sentenceOf(fault) {
  if (!(fault instanceof Problem)) throw fault;
  return Object.values(fault.fields)[0] || fault.title;
}

/** Sends it, and again when the network is back. @param {Held} one */
async function bringing(one) {
  for (let tries = 0; isThere(one); ) {
    try {
      await brought(one);
      drop(one.mark);
      state.set({ arrived: state.get().arrived + 1 });
      return;
    } catch (fault) {
      if (!isThere(one)) return;
      if (!isOfTheNetwork(fault) || tries === TRIES) {
        change(one.mark, { isFailed: true, sentence: sentenceOf(fault) });
        return;
      }
      await pause(BETWEEN_TRIES);
      if (network.get().isOnline) {
        tries += 1;
      } else {
        change(one.mark, { percent: 0, sentence: '网络断了,恢复后自己接着传。' });
        await online();
        tries = 0;
      }
    }
  }
}

async function all() {
  for (;;) {
    const next = state.get().held.find((one) => !one.isFailed && homes[one.kind]);
    if (!next) return;
    await bringing(next);
  }
}

function run() {
  if (!running) {
    running = all().finally(() => {
      running = null;
    });
  }
  return running;
}

// Files of the person who was signed in are nobody else's.
api.session.whenLeft(() => {
  state.get().held.forEach(({ mark }) => drop(mark));
  sending.stop();
});

/**
 * Where files of that kind go once they are received and found clean; until this is told they wait.
 *
 * @param {string} kind
 * @param {(one: Held, fileId: string) => Promise<void>} attach
 */
function goesTo(kind, attach) {
  homes[kind] = attach;
}

/** On with what was left when the mini-program was closed. */
function resume() {
  if (!running) state.set({ held: storage.read(STORED) || [] });
  run();
}

/**
 * @param {{kind: string, about: string, key: string, replaces: string, mostBytes: number}} where
 * @param {import('./choosing').Chosen[]} chosen
 */
async function add(where, chosen) {
  const { mostBytes, ...place } = where;
  for (const one of chosen) {
    const fit = await choosing.fitting(one, mostBytes);
    const found = await choosing.digested(fit.path);
    if (found) {
      const mark = [place.about, place.key, found.digest].join('/');
      const path = await choosing.kept(fit.path);
      const acting = api.whose.of(place.about);
      const fresh = { ...place, ...found, mark, name: one.name, path, percent: 0, sentence: '等着传…', isFailed: false, acting };
      const { held } = state.get();
      const known = held.find((other) => other.mark === mark);
      // Chosen twice is sent once, and one copy of it is enough.
      if (known) choosing.forgotten(known.isFailed ? known.path : path);
      if (!known) keep([...held, fresh]);
      else if (known.isFailed) keep(held.map((other) => (other === known ? fresh : other)));
    }
  }
  run();
}

/** @param {string} mark */
function retry(mark) {
  change(mark, { isFailed: false, sentence: '等着传…' });
  run();
}

/** @param {string} mark */
function cancel(mark) {
  drop(mark);
  // One that waits goes alone: another that is on its way goes on.
  if (sending.mark === mark) sending.stop();
}

module.exports = { goesTo, add, resume, retry, cancel, watch: state.watch, get: state.get };
