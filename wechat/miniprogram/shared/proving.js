/** That it is the person's own phone: a new code of wx.login, in the shape that the API takes proofs in. */
const { loginCode } = require('../api/session');

/** @returns {Promise<Api['Proof']>} */
async function byWechat() {
  return { phone: null, phone_code: null, code_ticket: null, wechat_code: await loginCode() };
}

module.exports = { byWechat };
