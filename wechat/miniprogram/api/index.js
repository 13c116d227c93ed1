/** The door to the API: what docs/openapi.json says of an operation is checked where it is called. */
const { exchange } = require('./exchange');
const { send, fetched } = require('./files');
const keys = require('./keys');
const { Problem, isFinal } = require('./problem');
const session = require('./session');

/** @typedef {import('./exchange').Sent} Sent */
/** @typedef {{path?: Record<string, string>, query?: Record<string, unknown>, body?: object, once?: string, seen?: string, isSafe?: boolean, isActing?: boolean}} Loose */

/**
 * @param {string} template
 * @param {Loose} asked
 */
function addressOf(template, asked) {
  const path = template.replace(/{(\w+)}/g, (_, name) => encodeURIComponent((asked.path || {})[name]));
  const query = Object.entries(asked.query || {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${name}=${encodeURIComponent(String(one))}`));
  return query.length ? `${path}?${query.join('&')}` : path;
}

/**
 * @param {string} method
 * @param {string} template
 * @param {Loose} asked
 * @returns {Sent}
 */
function sentFor(method, template, asked) {
  /** @type {Record<string, string>} */
  const header = {};
  if (asked.once) header['Idempotency-Key'] = keys.keyFor(asked.once, asked.body);
  if (asked.seen) header['If-Match'] = `"${asked.seen}"`;
  const enterprise = session.actingFor();
  if (asked.isActing && enterprise) header['X-Acting-For'] = enterprise.id;
  return {
    method: /** @type {Sent['method']} */ (method.toUpperCase()),
    path: addressOf(template, asked),
    body: asked.body,
    header,
    isSafe: method === 'get' || Boolean(asked.once) || Boolean(asked.isSafe),
  };
}

/** Nothing was done, and the same request is sent again. @param {unknown} fault */
function isSignedOut(fault) {
  return fault instanceof Problem && fault.status === 401;
}

/**
 * @param {Sent} sent
 * @param {string | undefined} purpose
 */
async function settled(sent, purpose) {
  try {
    const answer = await exchange(sent);
    if (purpose) keys.forget(purpose);
    return answer;
  } catch (fault) {
    if (purpose && isFinal(fault) && !isSignedOut(fault)) keys.forget(purpose);
    throw fault;
  }
}

/**
 * Ask without saying who asks.
 *
 * @template {Method} M
 * @template {PathOf<M>} P
 * @param {M} method
 * @param {P} path
 * @param {Asked<M, P>} [asked]
 * @returns {Promise<AnswerOf<M, P>>}
 */
async function call(method, path, asked) {
  const loose = /** @type {Loose} */ (asked || {});
  return /** @type {AnswerOf<M, P>} */ (await settled(sentFor(method, path, loose), loose.once));
}

/**
 * Ask as the signed-in person; signs in first where that is needed.
 *
 * @template {Method} M
 * @template {PathOf<M>} P
 * @param {M} method
 * @param {P} path
 * @param {Asked<M, P>} [asked]
 * @returns {Promise<AnswerOf<M, P>>}
 */
async function callAsMe(method, path, asked) {
  const loose = /** @type {Loose} */ (asked || {});
  const sent = sentFor(method, path, loose);
  /** @param {string} access */
  const as = (access) =>
    settled({ ...sent, header: { ...sent.header, Authorization: `Bearer ${access}` } }, loose.once);
  const access = await session.accessToken();
  try {
    return /** @type {AnswerOf<M, P>} */ (await as(access));
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.code !== 'not_signed_in') throw fault;
    // Nothing was done under a token that is not known, so all of it may be sent again.
    session.distrust(access);
    return /** @type {AnswerOf<M, P>} */ (await as(await session.accessToken()));
  }
}

module.exports = { call, callAsMe, send, fetched, Problem, session };
