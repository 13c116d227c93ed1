/** Who is signed in on this phone. However many calls wait, the session is renewed once for all. */
const { confirmed } = require('../shared/asking');
const { exchange } = require('./exchange');
const keys = require('./keys');
const { Problem, garbled, isFinal } = require('./problem');
const storage = require('./storage');

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
  return storage.read(TOKENS) || null;
}

/** Raises Problem for what is no session. @param {Api['SessionOpened']} opened */
function keep(opened) {
  if (!opened.access_token || !opened.refresh_token || !(opened.expires_in_seconds > 0)) throw garbled();
  const until = Date.now() + opened.expires_in_seconds * 1000 - MARGIN;
  /** @type {Tokens} */
  const tokens = { access: opened.access_token, refresh: opened.refresh_token, until };
  storage.write(TOKENS, tokens);
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

/** What was kept for the account on this phone, and nobody else's. */
function forgetAccount() {
  storage.remove(TOKENS);
  storage.remove(ACTING);
  /** @type {{path?: string}[]} */
  const files = storage.read(UPLOADS) || [];
  files.forEach(({ path: filePath }) => filePath && wx.getFileSystemManager().unlink({ filePath, fail: () => undefined }));
  storage.remove(UPLOADS);
  keys.forgetAll();
  leaving.forEach((forget) => forget());
}

/**
 * Ended on another device, or this WeChat is unbound: signing in anew may open another account, so it
 * is asked first. Raises Problem where the person does not want it.
 */
async function askAnew() {
  storage.write(OUT, true);
  forgetAccount();
  const content = '这台手机上的登录已经结束。可能是在别处退出了,或者解除了微信绑定。解除过绑定的,重新登录会是一个新账户。';
  if (!(await confirmed({ title: '要重新登录吗?', content, confirmText: '微信登录' }))) throw signedOut();
  storage.remove(OUT);
}

/** Empty where it is to be begun anew. @param {Tokens} tokens */
async function refreshed(tokens) {
  try {
    // The token before stays good for two minutes, so a lost answer may be asked for again.
    const body = { refresh_token: tokens.refresh };
    const opened = await exchange({ method: 'POST', path: '/api/v1/sessions/refresh', body, isSafe: true });
    return keep(/** @type {Api['SessionOpened']} */ (opened));
  } catch (fault) {
    if (!isFinal(fault)) throw fault;
    if (fault instanceof Problem && fault.code === 'session_ended') await askAnew();
    storage.remove(TOKENS);
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

function signedOut() {
  return new Problem({ title: '您已退出登录。', code: 'signed_out' });
}

/**
 * A token that is good by this phone's clock. Signs in without a word where nobody has signed out.
 *
 * @returns {Promise<string>}
 */
async function accessToken() {
  if (isOut()) throw signedOut();
  const tokens = held();
  return tokens && tokens.until > Date.now() ? tokens.access : renewed();
}

/** @param {string} access a token that the API has refused */
function distrust(access) {
  const tokens = held();
  if (tokens && tokens.access === access) storage.write(TOKENS, { ...tokens, until: 0 });
}

function isOut() {
  return storage.read(OUT) === true;
}

async function signIn() {
  storage.remove(OUT);
  await accessToken();
}

/** The phone forgets at once; the API is told as well as the network allows. */
async function signOut() {
  const tokens = held();
  storage.write(OUT, true);
  forgetAccount();
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
  return storage.read(ACTING) || null;
}

/** @param {Enterprise | null} enterprise */
function actFor(enterprise) {
  if (enterprise) storage.write(ACTING, enterprise);
  else storage.remove(ACTING);
}

module.exports = { keep, loginCode, accessToken, distrust, isOut, signIn, signOut, whenLeft, actingFor, actFor };
