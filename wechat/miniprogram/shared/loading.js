/** How a page reads: the frame shows that it waits, then the page or the sentence of what went wrong. */
const { Problem } = require('../api/index');

/**
 * The sentence for the person. A fault that is not the API's or the network's is one of ours.
 *
 * @param {unknown} fault
 */
function sentenceOf(fault) {
  if (fault instanceof Problem) return fault.title;
  throw fault;
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

module.exports = { loading, acting, sentenceOf };
