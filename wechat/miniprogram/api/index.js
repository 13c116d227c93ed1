/** The door to the API: what docs/openapi.json says of an operation is checked where it is called. */
const { exchange } = require('./exchange');
const { send, fetched } = require('./files');
const keys = require('./keys');
const { Problem, isFinal } = require('./problem');
const session = require('./session');
const whose = require('./whose');

/** @typedef {import('./exchange').Sent} Sent */
/** @typedef {{path?: Record<string, string>, query?: Record<string, unknown>, body?: object, once?: string, seen?: string, isSafe?: boolean, isActing?: boolean}} Loose */

/** The case that is asked about, for whomever it is. @param {Loose} asked */
function caseOf(asked) {
  return asked.isActing && asked.path ? asked.path.case_id : undefined;
}

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
  const enterprise = whose.of(caseOf(asked));
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
  const id = caseOf(loose);
  const whom = whose.of(id);
  try {
    const answer = await asMe(method, path, loose);
    whose.remember(id, whom);
    return /** @type {AnswerOf<M, P>} */ (answer);
  } catch (fault) {
    if (id === undefined || method !== 'get' || !(await isElsewhere(id, whom, fault))) throw fault;
    return /** @type {AnswerOf<M, P>} */ (await asMe(method, path, loose));
  }
}

/** Several reads of one page look for it once. @type {Map<string, Promise<boolean>>} */
const looking = new Map();

/**
 * Whether a case that is not there for this one is there for another for whom the person acts.
 *
 * @param {string} id
 * @param {import('./whose').Whom} whom it was asked for
 * @param {unknown} fault
 */
async function isElsewhere(id, whom, fault) {
  if (!(fault instanceof Problem) || fault.code !== 'case_not_found') return false;
  // Another read of the page has found it meanwhile.
  if (whose.of(id) !== whom && !looking.has(id)) return true;
  const look = looking.get(id) || lookedFor(id).finally(() => looking.delete(id));
  looking.set(id, look);
  return look;
}

/** @param {string} id */
async function lookedFor(id) {
  const { enterprises } = /** @type {Api['PowerList']} */ (await asMe('get', '/api/v1/me/enterprises', {}));
  const powers = enterprises.map(({ enterprise }) => ({ id: enterprise.id, name: enterprise.name }));
  for (const whom of whose.others(id, powers)) {
    whose.remember(id, whom);
    try {
      await asMe('get', '/api/v1/cases/{case_id}', { path: { case_id: id }, isActing: true });
      return true;
    } catch (fault) {
      whose.forget(id);
      if (!(fault instanceof Problem) || ![403, 404].includes(fault.status)) throw fault;
    }
  }
  return false;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Loose} loose
 * @returns {Promise<unknown>}
 */
async function asMe(method, path, loose) {
  const sent = sentFor(method, path, loose);
  /** @param {string} access */
  const as = (access) =>
    settled({ ...sent, header: { ...sent.header, Authorization: `Bearer ${access}` } }, loose.once);
  const access = await session.accessToken();
  try {
    return await as(access);
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.code !== 'not_signed_in') throw fault;
    // Nothing was done under a token that is not known, so all of it may be sent again.
    session.distrust(access);
    return as(await session.accessToken());
  }
}

module.exports = { call, callAsMe, send, fetched, Problem, session, whose };
