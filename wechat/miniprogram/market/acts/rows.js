/** What acts ask for, and how it is read. */

const { Problem } = require('../../api/index');

/**
 * `may`: whether it can be done now; `instead`: what can.
 *
 * @typedef {import('../../shared/forms').Row} Row
 * @typedef {{name: string, id: string, place: string}} Asked
 * @typedef {{once: string, values: Record<string, string>, files: string[]}} Filled
 * @typedef {{may: boolean, title: string, subject: string, instead: string, notice: string, told: string[], rows: Row[], files: {id: string, name: string}[], button: string, done: string, send: (given: Filled) => Promise<unknown>}} Sheet
 */

/** @type {Row} */
const REASON = { key: 'reason', label: '理由', value: '', kind: 'area', most: 300, help: '对方会看到。' };

/** Yes or no; a refusal needs a reason. @param {string} yes @param {string} no @returns {Row[]} */
function answerRows(yes, no) {
  const options = [
    { key: 'yes', label: yes },
    { key: 'no', label: no },
  ];
  return [
    { key: 'agreed', label: '您的答复', value: '', kind: 'choice', options },
    { key: 'reason', label: '理由(不同意时要写)', value: '', kind: 'area', most: 300, isForAll: true },
  ];
}

/** Left out where nothing was chosen: the API says so. @param {Record<string, string>} values */
function answerOf({ agreed, reason }) {
  const said = agreed ? agreed === 'yes' : undefined;
  return { agreed: /** @type {boolean} */ (said), reason };
}

/** @param {string} label @param {string} help @returns {Row} */
function filesRow(label, help) {
  return { key: 'files', label, value: '', kind: 'files', help };
}

/** One line each, without empty ones. @param {string} text */
function linesOf(text) {
  return text.split('\n').map((one) => one.trim()).filter(Boolean);
}

/** What one does not type is no figure. @param {string} text @param {number} times */
function figureOf(text, times) {
  const figure = Math.round(Number(text.trim()) * times);
  return /** @type {number} */ (text.trim() && Number.isFinite(figure) ? figure : null);
}

/** What is known under that name; a link may be older than this version. @template T @param {Record<string, T>} acts @param {string} name */
function known(acts, name) {
  if (!Object.keys(acts).includes(name)) throw new Problem({ title: '这个页面打不开了,请返回重新进入。', code: 'unknown_act', status: 404 });
  return acts[name];
}

module.exports = { known, REASON, answerRows, answerOf, filesRow, linesOf, figureOf };
