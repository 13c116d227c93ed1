/** Who is signed in on this phone. However many calls wait, the session is renewed once for all. */
const { exchange } = require('./exchange');
const { Problem } = require('./problem');

/** @typedef {{access: string, refresh: string, until: number}} Tokens */
/** @typedef {{id: string, name: string}} Enterprise */

const TOKENS = 'session';
const OUT = 'signed_out';
const ACTING = 'acting_for';
// What `shared/uploading.js` keeps: files of the person who was signed in.
const UPLOADS = 'uploads_under_way';
const MARGIN = 30000;

/** @type {Promise<string> | null} */
let renewing = null;
/** What else is to be forgotten when the person leaves. */
/** @type {Array<() => void>} */
const leaving = [];

/** @returns {Tokens | null} */
function held() {
  return wx.getStorageSync(TOKENS) || null;
}

/** @param {Api['SessionOpened']} opened */
function keep(opened) {
  const until = Date.now() + opened.expires_in_seconds * 1000 - MARGIN;
  /** @type {Tokens} */
  const tokens = { access: opened.access_token, refresh: opened.refresh_token, until };
  wx.setStorageSync(TOKENS, tokens);
  return tokens.access;
}

/** @returns {Promise<string>} */
function loginCode() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: (found) => resolve(found.code),
      fail: () => reject(new Problem({ title: '微信登录没有成功,请稍后再试。', code: 'login_failed' })),
    });
  });
}

/** @param {Tokens} tokens */
async function refreshed(tokens) {
  try {
    // The token before stays good for two minutes, so a lost answer may be asked for again.
    const body = { refresh_token: tokens.refresh };
    const opened = await exchange({ method: 'POST', path: '/api/v1/sessions/refresh', body, isSafe: true });
    return keep(/** @type {Api['SessionOpened']} */ (opened));
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.status !== 401) throw fault;
    wx.removeStorageSync(TOKENS);
    return '';
  }
}

async function renew() {
  const tokens = held();
  const access = tokens ? await refreshed(tokens) : '';
  if (access) return access;
  const body = { code: await loginCode() };
  const opened = await exchange({ method: 'POST', path: '/api/v1/sessions/mini-program', body });
  return keep(/** @type {Api['SessionOpened']} */ (opened));
}

function renewed() {
  if (!renewing) {
    renewing = renew().finally(() => {
      renewing = null;
    });
  }
  return renewing;
}

/**
 * A token that is good by this phone's clock. Signs in without a word where nobody has signed out.
 *
 * @returns {Promise<string>}
 */
async function accessToken() {
  if (isOut()) throw new Problem({ title: '您已退出登录。', code: 'signed_out' });
  const tokens = held();
  return tokens && tokens.until > Date.now() ? tokens.access : renewed();
}

/** @param {string} access a token that the API has refused */
function distrust(access) {
  const tokens = held();
  if (tokens && tokens.access === access) wx.setStorageSync(TOKENS, { ...tokens, until: 0 });
}

function isOut() {
  return wx.getStorageSync(OUT) === true;
}

async function signIn() {
  wx.removeStorageSync(OUT);
  await accessToken();
}

/** The phone forgets at once; the API is told as well as the network allows. */
async function signOut() {
  const tokens = held();
  wx.setStorageSync(OUT, true);
  wx.removeStorageSync(TOKENS);
  wx.removeStorageSync(ACTING);
  wx.removeStorageSync(UPLOADS);
  leaving.forEach((forget) => forget());
  if (!tokens) return;
  const body = { refresh_token: tokens.refresh };
  await exchange({ method: 'POST', path: '/api/v1/sessions/end', body, isSafe: true }).catch(() => null);
}

/** @param {() => void} forget */
function whenLeft(forget) {
  leaving.push(forget);
}

/** @returns {Enterprise | null} for whom the person acts; null for themselves */
function actingFor() {
  return wx.getStorageSync(ACTING) || null;
}

/** @param {Enterprise | null} enterprise */
function actFor(enterprise) {
  if (enterprise) wx.setStorageSync(ACTING, enterprise);
  else wx.removeStorageSync(ACTING);
}

module.exports = { keep, loginCode, accessToken, distrust, isOut, signIn, signOut, whenLeft, actingFor, actFor };
