/** What can be done about a need, by its owner and by agencies: what is asked, said and sent. */
const api = require('../../api/index');
const { yuan } = require('../../shared/format');
const { orNull } = require('../../shared/loading');
const { known } = require('./rows');

/**
 * @typedef {{need: Api['NeedView'], opening: Api['OpeningView'] | null}} Found
 * @typedef {import('./rows').Filled & {id: string, place: string, found: Found}} Given
 * @typedef {object} NeedAct
 * @property {string} title
 * @property {string} button
 * @property {string} done what is said afterwards
 * @property {boolean} [isOwn] asked by the owner
 * @property {(found: Found, place: string) => boolean} may
 * @property {string} [notice]
 * @property {(found: Found, place: string) => string[]} [told]
 * @property {(found: Found) => import('./rows').Row[]} rows
 * @property {(given: Given) => Promise<unknown>} send
 */

const NEED = '/api/v1/market/needs/{need_id}';
const OWN = '/api/v1/market/own-needs/{need_id}';

/** @param {Given} given */
function about({ id, once }) {
  return { path: { need_id: id }, once, isActing: true };
}

/** @param {Found} found */
function isOpen({ need }) {
  return need.status === 'published' && need.bid_count === null;
}

/** The bids that the owner may choose among, with what they offer. @param {Found} found */
function choicesOf({ opening }) {
  if (!opening) return [];
  return opening.bids
    .filter((one) => opening.choices.includes(one.bid_id))
    .map((one) => ({
      key: one.bid_id,
      label: [one.agency_name, one.price_fen === null ? '' : yuan(one.price_fen), one.days === null ? '' : `${one.days}个工作日`, one.note].filter(Boolean).join(','),
    }));
}

/** @param {Found} found @param {string} place */
function questionOf({ need }, place) {
  return need.questions.find((one) => one.id === place && !one.answered_at);
}

/** @type {Record<string, NeedAct>} */
const ACTS = {
  open: {
    title: '开启报价',
    button: '开启全部报价',
    done: '报价已经开启。',
    isOwn: true,
    may: ({ need }) => need.can.includes('open'),
    notice: '开启要用您发布时设的口令,或者保存在您自己设备上的密钥。开启以后,全部报价和选取的经过马上公开,不能再关上。',
    rows: () => [{ key: 'passphrase', label: '口令,或以AGE-SECRET-KEY-开头的密钥', value: '', kind: 'secret', most: 200 }],
    send: ({ id, values }) => {
      const secret = values.passphrase.trim();
      const body = /^AGE-SECRET-KEY-/i.test(secret) ? { identity: secret } : { passphrase: values.passphrase };
      // Without a key that repeats it: of what was typed nothing is kept on the phone.
      return api.callAsMe('post', `${OWN}/open`, { path: { need_id: id }, body, isActing: true });
    },
  },
  choose: {
    title: '选定一家',
    button: '确认选定',
    done: '已经选定,结果正在公示。',
    isOwn: true,
    may: ({ need }) => need.can.includes('choose'),
    notice: '选定以后结果公示,不能再换。',
    rows: (found) => [
      { key: 'bid_id', label: '选哪一家', value: '', kind: 'choice', options: choicesOf(found) },
      { key: 'reason', label: '为什么选这家', value: '', kind: 'area', most: 300, help: '会公开,谁都能看到。例如:报价合理,承诺工期最短。' },
    ],
    send: (given) => {
      const { bid_id, reason } = given.values;
      const chosen = /** @type {string} */ (bid_id || undefined);
      return api.callAsMe('post', `${OWN}/choose`, { ...about(given), body: { bid_id: chosen, reason } });
    },
  },
  answer_question: {
    title: '答复提问',
    button: '公开答复',
    done: '答复已经公开。',
    isOwn: true,
    may: (found, place) => isOpen(found) && Boolean(questionOf(found, place)),
    told: (found, place) => {
      const asked = questionOf(found, place);
      return asked ? [asked.question] : [];
    },
    rows: () => [{ key: 'answer', label: '您的答复', value: '', kind: 'area', most: 1000, help: '谁都能看到。' }],
    send: (given) => {
      const path = { need_id: given.id, question_id: given.place };
      return api.callAsMe('post', `${OWN}/questions/{question_id}/answer`, { ...about(given), path, body: { answer: given.values.answer } });
    },
  },
  cancel: {
    title: '取消采购',
    button: '取消这项采购',
    done: '采购已经取消。',
    isOwn: true,
    may: ({ need }) => need.can.includes('cancel'),
    notice: '取消以后不能恢复,原因会公开。已经交来的报价不会开启。',
    rows: () => [{ key: 'reason', label: '为什么取消', value: '', kind: 'area', most: 300 }],
    send: (given) => api.callAsMe('post', `${OWN}/cancel`, { ...about(given), body: { reason: given.values.reason } }),
  },
  ask: {
    title: '向采购人提问',
    button: '提交提问',
    done: '提问已经公开。',
    may: isOpen,
    notice: '提问和答复任何人都能看到,不显示是谁问的。',
    rows: () => [{ key: 'question', label: '想问什么', value: '', kind: 'area', most: 500, help: '请不要写出贵机构的名称。' }],
    send: (given) => api.callAsMe('post', `${NEED}/questions`, { ...about(given), body: { question: given.values.question } }),
  },
  object: {
    title: '提出异议',
    button: '提出异议',
    done: '异议已经提出。',
    may: (found) => isOpen(found) || found.need.status === 'awarded',
    notice: '采购人须在期限内答复;不服答复或者逾期没有答复的,可以再向管理部门投诉。处理期间不能签订合同。',
    rows: () => [{ key: 'grounds', label: '哪里不对,为什么', value: '', kind: 'area', most: 1000, help: '采购人和管理部门看得到。' }],
    send: (given) => {
      /** @type {Api['DisputeAbout']} */
      const against = isOpen(given.found) ? 'terms' : 'result';
      const body = { about: against, grounds: given.values.grounds };
      return api.callAsMe('post', `${NEED}/disputes`, { ...about(given), body });
    },
  },
};

/** The opening; null before there is one. @param {string} id */
async function openingOf(id) {
  try {
    return await orNull(api.call('get', `${NEED}/opening`, { path: { need_id: id } }));
  } catch (fault) {
    if (fault instanceof api.Problem && fault.code === 'not_opened_yet') return null;
    throw fault;
  }
}

/** What the owner can do now, a question each. @param {Api['NeedView']} need */
function ownActsOf(need) {
  const found = { need, opening: null };
  const questions = isOpen(found) ? need.questions.filter((one) => !one.answered_at) : [];
  return [
    ...['open', 'choose', 'cancel'].filter((name) => need.can.includes(name)).map((name) => ({ name, place: '', title: ACTS[name].title, note: '' })),
    ...questions.map((one) => ({ name: 'answer_question', place: one.id, title: ACTS.answer_question.title, note: one.question })),
  ];
}

/** Whether agencies can do that now. @param {'ask' | 'object'} name @param {Api['NeedView']} need */
function mayOthers(name, need) {
  return ACTS[name].may({ need, opening: null }, '');
}

/** @param {import('./rows').Asked} asked @returns {Promise<import('./rows').Sheet>} */
async function sheetOf({ name, id, place }) {
  const { title, button, done, isOwn, may, notice = '', told, rows, send } = known(ACTS, name);
  const path = { need_id: id };
  const [need, opening] = await Promise.all([
    isOwn ? api.callAsMe('get', OWN, { path, isActing: true }) : api.call('get', NEED, { path }),
    openingOf(id),
  ]);
  const found = { need, opening };
  return {
    may: may(found, place),
    title,
    button,
    done,
    subject: need.title,
    instead: need.what_to_do,
    notice,
    told: told ? told(found, place) : [],
    rows: rows(found),
    files: [],
    send: (given) => send({ id, place, found, ...given }),
  };
}

module.exports = { mayOthers, ownActsOf, openingOf, sheetOf };
