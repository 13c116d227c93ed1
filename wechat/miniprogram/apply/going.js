/** From one task of an application to the next, as the API's list says. */
const api = require('../api/index');

/** @typedef {{id?: string, key?: string, then?: string}} Query */

const CHECK = 'check';
/** @type {Record<Api['TaskKind'], string>} */
const PAGES = {
  question: 'apply/question/index',
  real_name: 'apply/person/index',
  identity: 'apply/identity/index',
  form: 'apply/form/index',
  material: 'apply/material/index',
  delivery: 'apply/delivery/index',
  check: 'apply/check/index',
};

/**
 * The page on which a task is done, with its query.
 *
 * @param {string} id of the case
 * @param {Api['TaskKind']} kind
 * @param {string} key
 * @param {string} [then] where to go afterwards
 */
function pageOf(id, kind, key, then) {
  return `${PAGES[kind]}?id=${id}${key ? `&key=${key}` : ''}${then ? `&then=${then}` : ''}`;
}

/** Takes the place of the page that is left, so that Back leads to the list. @param {string} page */
function replace(page) {
  wx.redirectTo({ url: `/${page}` });
}

/** @param {string} id */
function toTasks(id) {
  replace(`apply/tasks/index?id=${id}`);
}

/**
 * On with the next open task; back to the check where one came from it.
 *
 * @param {string} id
 * @param {string} then
 */
async function toNext(id, then) {
  if (then === CHECK) {
    replace(pageOf(id, 'check', ''));
    return;
  }
  const found = await api.callAsMe('get', '/api/v1/cases/{case_id}/tasks', { path: { case_id: id }, isActing: true });
  if (found.next_task) replace(pageOf(id, found.next_task.kind, found.next_task.key));
  else toTasks(id);
}

/** What is asked and given. Raises Problem. @param {string} id */
function filling(id) {
  return api.callAsMe('get', '/api/v1/cases/{case_id}/filling', { path: { case_id: id }, isActing: true });
}

/**
 * What has been sent already is not filled in any more: its own page says where it stands.
 *
 * @param {string} id
 * @param {() => Promise<void>} read
 */
async function unlessSent(id, read) {
  try {
    await read();
  } catch (fault) {
    if (!(fault instanceof api.Problem) || fault.code !== 'move_not_allowed') throw fault;
    replace(`pages/case/detail?id=${id}`);
  }
}

module.exports = { CHECK, pageOf, replace, toTasks, toNext, filling, unlessSent };
