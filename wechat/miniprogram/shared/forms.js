/** What is filled in on a page: rows for `y-form`, their values, and the API's faults beside them. */

/**
 * `key` is the field's path in the API's body, such as "address/phone"; `kind` is that of WeChat's
 * input, or `area`, `date`, `time`, `secret`, `choice` among `options`, `files` that stand below the form.
 *
 * @typedef {object} Row
 * @property {string} key
 * @property {string} label
 * @property {string} value
 * @property {string} [help]
 * @property {string} [kind]
 * @property {number} [most] characters
 * @property {string} [problem]
 * @property {{key: string, label: string}[]} [options]
 * @property {boolean} [isForAll] what is wrong with the whole is told here
 */

/** @param {Row[]} rows @param {{key: string, value: string}} change @returns {Row[]} */
function filled(rows, { key, value }) {
  return rows.map((one) => (one.key === key ? { ...one, value, problem: '' } : one));
}

/** @param {Row[]} rows @param {Record<string, string>} values @returns {Row[]} */
function prefilled(rows, values) {
  return rows.map((one) => ({ ...one, value: values[one.key] || one.value }));
}

/** Its own fault, or the first of a part of it. @param {Row} row @param {Record<string, string>} faults */
function faultOf({ key, isForAll }, faults) {
  const part = Object.keys(faults).find((path) => path.startsWith(`${key}/`));
  return faults[key] || (part && faults[part]) || (isForAll && faults['']) || '';
}

/** @param {Row[]} rows @param {Record<string, string>} faults by path @returns {Row[]} */
function faulted(rows, faults) {
  return rows.map((one) => ({ ...one, problem: faultOf(one, faults) }));
}

/** @param {Row[]} rows @returns {Record<string, string>} */
function valuesOf(rows) {
  return Object.fromEntries(rows.map((one) => [one.key, one.value]));
}

module.exports = { filled, prefilled, faulted, valuesOf };
