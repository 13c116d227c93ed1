/**
 * Every interface of WeChat's that touches personal data, with what it is for: what the person is
 * shown before the first of them, and what is declared at WeChat (用户隐私保护指引).
 */
const { observable } = require('./observable');

const USES = [
  { interface: 'chooseAddress', kind: '收货地址', purpose: '从微信的地址里选一个,免得再填一遍' },
  { interface: 'chooseMedia', kind: '照片', purpose: '上传您选的材料' },
  { interface: 'chooseMessageFile', kind: '文件', purpose: '上传您选的材料、合同和成果' },
  { interface: 'getPhoneNumber', kind: '手机号', purpose: '绑定您的账户,接收办件进度通知' },
  { interface: 'setClipboardData', kind: '剪贴板', purpose: '把网页地址或编号复制给您' },
];

/** @typedef {{buttonId?: string, event: 'agree' | 'disagree' | 'exposureAuthorization'}} Choice */
const state = observable({ isAsking: false });
/** @type {Array<(choice: Choice) => void>} */
let waiting = [];

function begin() {
  if (!wx.onNeedPrivacyAuthorization) return;
  wx.onNeedPrivacyAuthorization((resolve) => {
    waiting.push(/** @type {(choice: Choice) => void} */ (/** @type {unknown} */ (resolve)));
    state.set({ isAsking: true });
  });
}

/** @param {Choice} choice */
function answer(choice) {
  const asked = waiting;
  waiting = [];
  state.set({ isAsking: false });
  asked.forEach((resolve) => resolve(choice));
}

/**
 * Resolves when the person has agreed, now or before; rejects when they do not.
 *
 * @returns {Promise<void>}
 */
function agreed() {
  return new Promise((resolve, reject) => {
    if (!wx.requirePrivacyAuthorize) {
      resolve();
      return;
    }
    wx.requirePrivacyAuthorize({ success: () => resolve(), fail: reject });
  });
}

module.exports = { USES, begin, answer, agreed, watch: state.watch };
