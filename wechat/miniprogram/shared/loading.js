/** How a page reads: the frame shows that it waits, then the page or the sentence of what went wrong. */
const { Problem } = require('../api/index');
const { faulted } = require('./forms');
const offers = require('./offers');

/** @typedef {import('./forms').Row} Row */

/**
 * The sentence for the person. A fault that is not the API's or the network's is one of ours.
 *
 * @param {unknown} fault
 */
function sentenceOf(fault) {
  if (!(fault instanceof Problem)) throw fault;
  offers.note(fault);
  return fault.title;
}

/**
 * @param {{setData: (changes: {isLoading: boolean, problem?: string}) => void}} page
 * @param {() => Promise<void>} read
 */
async function loading(page, read) {
  page.setData({ isLoading: true, problem: '' });
  try {
    await read();
    page.setData({ isLoading: false });
  } catch (fault) {
    page.setData({ isLoading: false, problem: sentenceOf(fault) });
  }
}

/**
 * What a tap does: a refusal is told in a pop-up, and the page stays as it is.
 *
 * @param {{setData: (changes: {isBusy: boolean}) => void}} page
 * @param {() => Promise<void>} act
 */
async function acting(page, act) {
  page.setData({ isBusy: true });
  try {
    await act();
  } catch (fault) {
    wx.showModal({ title: '没有办成', content: sentenceOf(fault), showCancel: false });
  } finally {
    page.setData({ isBusy: false });
  }
}

/**
 * What a form does: a refusal stands above it in `fault`, and its faults beside their rows.
 *
 * @param {{data: {rows: Row[]}, setData: (changes: {isBusy?: boolean, fault?: string, rows?: Row[]}) => void}} page
 * @param {() => Promise<void>} send
 */
async function sending(page, send) {
  page.setData({ isBusy: true, fault: '', rows: faulted(page.data.rows, {}) });
  try {
    await send();
  } catch (fault) {
    const faults = fault instanceof Problem ? fault.fields : {};
    page.setData({ fault: sentenceOf(fault), rows: faulted(page.data.rows, faults) });
  } finally {
    page.setData({ isBusy: false });
  }
}

/**
 * What may not be there: null where the API says so.
 *
 * @template T
 * @param {Promise<T>} asked
 * @returns {Promise<T | null>}
 */
async function orNull(asked) {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 404) return null;
    throw fault;
  }
}

module.exports = { orNull, loading, acting, sending, sentenceOf };
