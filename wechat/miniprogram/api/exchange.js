/** One request and its answer; the only file that calls wx.request. */
const config = require('../config');
const network = require('../shared/network');
const { Problem, refused, unreached, garbled } = require('./problem');

/**
 * @typedef {object} Sent
 * @property {'GET' | 'POST' | 'PUT' | 'DELETE'} method
 * @property {string} path with its query
 * @property {object} [body]
 * @property {Record<string, string>} [header]
 * @property {boolean} [isSafe] to be sent again when no answer came
 */

const PAUSES = [300, 900];
const PASSING = [502, 503, 504];
const NO_CONTENT = 204;

/**
 * @param {Sent} sent
 * @param {number} timeout
 * @returns {Promise<unknown>}
 */
function once(sent, timeout) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: config.base + sent.path,
      method: sent.method,
      data: sent.body,
      header: { 'content-type': 'application/json', ...sent.header },
      timeout,
      success: (answer) => {
        network.reached();
        const { statusCode, data } = answer;
        if (statusCode < 300) {
          network.eased();
          if (statusCode === NO_CONTENT) resolve(null);
          // Every other answer of the API is an object; a page or nothing comes from somebody else.
          else if (data && typeof data === 'object') resolve(data);
          else reject(garbled());
          return;
        }
        reject(refused(statusCode, data));
      },
      fail: (fault) => {
        network.missed();
        reject(unreached(fault.errMsg));
      },
    });
  });
}

/** @param {unknown} fault */
function isPassing(fault) {
  return fault instanceof Problem && (fault.status === 0 || PASSING.includes(fault.status));
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * The answer's body, null where there is none. Raises Problem.
 *
 * What is safe is sent up to three times within `config.patience`.
 *
 * @param {Sent} sent
 * @returns {Promise<unknown>}
 */
async function exchange(sent) {
  const ends = Date.now() + config.patience;
  for (let tries = 0; ; tries += 1) {
    const left = ends - Date.now();
    try {
      return await once(sent, Math.max(1, Math.min(config.deadline, left)));
    } catch (fault) {
      const wait = PAUSES[tries];
      const mayRepeat = sent.isSafe && wait !== undefined && isPassing(fault);
      if (!mayRepeat || Date.now() + wait >= ends) throw fault;
      await pause(wait);
    }
  }
}

module.exports = { exchange };
