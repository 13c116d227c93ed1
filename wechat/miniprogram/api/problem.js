/** What went wrong, as a sentence for the person; fields have sentences of their own. */

/** @typedef {{title: string, code: string, status?: number, errors?: {path: string, message: string}[]}} Told */

const NO_ANSWER = '服务暂时没有回应,请稍后再试。';

class Problem extends Error {
  /** @param {Told} told */
  constructor(told) {
    super(told.title);
    this.title = told.title;
    this.code = told.code;
    this.status = told.status || 0;
    /** @type {Record<string, string>} */
    this.fields = {};
    (told.errors || []).forEach((one) => {
      this.fields[one.path.replace(/^\//, '')] = one.message;
    });
  }
}

/**
 * Of an answer that refuses: the API's own words wherever it has spoken.
 *
 * @param {number} status
 * @param {unknown} body
 */
function refused(status, body) {
  const told = /** @type {Partial<Told> | null} */ (typeof body === 'object' ? body : null);
  if (told && told.title && told.code) {
    return new Problem({ title: told.title, code: told.code, status, errors: told.errors });
  }
  return new Problem({ title: NO_ANSWER, code: 'no_answer', status });
}

/** Of an answer that says yes but is none of the API's, such as the page of a hotel's network. */
function garbled() {
  return new Problem({ title: NO_ANSWER, code: 'no_answer' });
}

/** Whether an answer is the API's last word, so that the next request is another one. @param {unknown} fault */
function isFinal(fault) {
  return fault instanceof Problem && fault.code !== 'no_answer' && fault.status >= 400 && fault.status < 500 && fault.status !== 429;
}

/** @param {string} message of wx.request */
function unreached(message) {
  if (/time ?out/i.test(message)) {
    return new Problem({ title: '网络太慢,没有等到回答,请再试一次。', code: 'timeout' });
  }
  return new Problem({ title: '网络不通,请检查网络后再试。', code: 'offline' });
}

module.exports = { Problem, refused, unreached, garbled, isFinal };
