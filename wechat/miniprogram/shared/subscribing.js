/** 小程序订阅消息: WeChat asks the person, and the API is told what they have answered. */
const api = require('../api/index');

/** WeChat takes at most three templates at a time. */
const AT_ONCE = 3;

/** @typedef {'accept' | 'reject' | 'ban' | 'filter'} Answer */

/** @param {string[]} templates @returns {Promise<Record<string, Answer>>} */
function asked(templates) {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds: templates,
      success: (found) => {
        const answers = /** @type {Record<string, string>} */ (/** @type {unknown} */ (found));
        const told = templates.filter((one) => answers[one]).map((one) => [one, answers[one]]);
        resolve(Object.fromEntries(told));
      },
      // The person has switched these messages off in WeChat: nothing was answered.
      fail: () => resolve({}),
    });
  });
}

/**
 * Call from a tap: WeChat answers nothing else. Asks for what is used up first.
 *
 * @param {Api['Subscription'][]} entries
 */
async function subscribe(entries) {
  const templates = [...entries].sort((one, other) => one.balance - other.balance).map((one) => one.template_id);
  const answers = await asked([...new Set(templates)].slice(0, AT_ONCE));
  if (!Object.keys(answers).length) return;
  await api.callAsMe('post', '/api/v1/me/subscriptions', { body: { answers }, once: 'report subscriptions' });
}

module.exports = { subscribe };
