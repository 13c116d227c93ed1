/** What either side can do with a contract, by the API's names for it: what is asked, said and sent. */
const api = require('../../api/index');
const { on, yuan } = require('../../shared/format');
const { REASON, answerRows, answerOf, filesRow, linesOf, figureOf, known } = require('./rows');

/**
 * @typedef {{contract: Api['ContractView'], ratings: Api['ContractRatings']}} Deal
 * @typedef {{id: string, place: string, once: string, values: Record<string, string>, files: string[], deal: Deal}} Given
 * @typedef {object} Act
 * @property {string} title
 * @property {string} button
 * @property {string} done what is said afterwards
 * @property {(deal: Deal, place: string) => string} [notice]
 * @property {(deal: Deal, place: string) => string[]} [told] to be read before
 * @property {(deal: Deal) => import('./rows').Row[]} [rows]
 * @property {(deal: Deal) => {id: string, name: string}[]} [files] that are there already
 * @property {(given: Given) => Promise<unknown>} send
 */

const OWN = '/api/v1/market/own-contracts/{contract_id}';
const SCORES = [5, 4, 3, 2, 1].map((one) => ({ key: String(one), label: `${one}分` }));
const MILESTONES = '每个节点一行,先写日期,空一格再写要做到什么。例如:2026-01-31 完成现场勘查';

/** @param {Given} given */
function about({ id, once }) {
  return { path: { contract_id: id }, once, isActing: true };
}

/** @param {Given} given */
function node({ id, place, once }) {
  return { path: { contract_id: id, place: Number(place) }, once, isActing: true };
}

/** @param {Deal} deal @param {string} place */
function milestone({ contract }, place) {
  const found = contract.milestones.find((one) => String(one.place) === place);
  return found ? [found.words, `约定${on(found.on)}`, found.reason ? `上次退回的理由:${found.reason}` : ''].filter(Boolean) : [];
}

/** @param {Deal} deal */
function terms({ contract }) {
  return [
    contract.price_fen === null ? '' : `价款${yuan(contract.price_fen)}`,
    contract.last_day ? `${on(contract.last_day)}以前交付` : '',
    ...contract.milestones.map((one) => `节点:${one.words},${on(one.on)}`),
  ].filter(Boolean);
}

/** @param {string} text */
function planned(text) {
  return linesOf(text).map((line) => {
    const [day, ...words] = line.split(/\s+/);
    return { on: day, words: words.join(' ') };
  });
}

/** @type {Record<string, Act>} */
const ACTS = {
  propose: {
    title: '提出合同',
    button: '提出合同',
    done: '合同已经提出,等对方确认。',
    notice: () => '对方确认后合同生效;对方也可以写明理由退回。',
    rows: ({ contract }) => [
      { key: 'price_fen', label: '价款(元)', value: contract.price_fen === null ? '' : String(contract.price_fen / 100), kind: 'digit', most: 14, help: '须与中选价一致。' },
      { key: 'last_day', label: '哪天以前交付', value: contract.last_day || '', kind: 'date' },
      { key: 'milestones', label: '节点(可以不填)', value: contract.milestones.map((one) => `${one.on} ${one.words}`).join('\n'), kind: 'area', most: 2400, help: MILESTONES },
      filesRow('合同文件', '双方要签的合同文本。'),
    ],
    files: ({ contract }) => contract.files.filter((one) => one.kind === 'contract').map(({ file }) => ({ id: file.id, name: file.name })),
    send: (given) => {
      const { price_fen: price, last_day, milestones } = given.values;
      const body = { price_fen: figureOf(price, 100), last_day, milestones: planned(milestones), files: given.files };
      return api.callAsMe('post', `${OWN}/propose`, { ...about(given), body });
    },
  },
  confirm: {
    title: '确认合同',
    button: '确认,合同生效',
    done: '合同已经生效。',
    notice: () => '确认后合同立即生效,双方都要照着做。请先打开合同文件看过。',
    told: terms,
    send: (given) => api.callAsMe('post', `${OWN}/confirm`, { ...about(given), body: { proposal: given.deal.contract.proposal } }),
  },
  send_back: {
    title: '退回合同',
    button: '退回合同',
    done: '合同已经退回。',
    told: terms,
    rows: () => [REASON],
    send: (given) => api.callAsMe('post', `${OWN}/send-back`, { ...about(given), body: { proposal: given.deal.contract.proposal, reason: given.values.reason } }),
  },
  report_milestone: {
    title: '报告节点完成',
    button: '报告完成',
    done: '已经报告,等采购人确认。',
    told: milestone,
    rows: () => [filesRow('照片或文件', '能说明这个节点已经完成。')],
    send: (given) => api.callAsMe('post', `${OWN}/milestones/{place}/report`, { ...node(given), body: { files: given.files } }),
  },
  answer_milestone: {
    title: '确认或退回节点',
    button: '告诉机构',
    done: '已经告诉机构。',
    told: milestone,
    rows: () => answerRows('做完了,确认', '没有做好,退回'),
    send: (given) => api.callAsMe('post', `${OWN}/milestones/{place}/answer`, { ...node(given), body: answerOf(given.values) }),
  },
  deliver: {
    title: '交付成果',
    button: '交付',
    done: '成果已经交付,等采购人验收。',
    notice: () => '交付后由采购人验收。采购人不满意的,会一次列明全部问题退回。',
    told: ({ contract }) => contract.faults,
    rows: () => [filesRow('成果文件', '报告等成果文件。')],
    send: (given) => api.callAsMe('post', `${OWN}/deliver`, { ...about(given), body: { files: given.files } }),
  },
  accept: {
    title: '验收成果',
    button: '验收通过',
    done: '已经验收,合同完成。请给这家机构评个分。',
    notice: () => '验收就表示成果符合约定,合同完成,不能再退回。请先打开文件看过。',
    send: (given) => api.callAsMe('post', `${OWN}/accept`, about(given)),
  },
  return_result: {
    title: '退回成果',
    button: '退回给机构改',
    done: '已经退回,机构会按您写的问题修改。',
    rows: () => [{ key: 'faults', label: '哪些地方不行', value: '', kind: 'area', most: 4000, help: '一行写一个问题,一次写全。' }],
    send: (given) => api.callAsMe('post', `${OWN}/return`, { ...about(given), body: { faults: linesOf(given.values.faults) } }),
  },
  ask_extension: {
    title: '申请延期',
    button: '提交申请',
    done: '已经申请,等采购人答复。',
    notice: () => '采购人同意后才算数;没有答复以前,还是原来的交付日。',
    rows: () => [{ key: 'last_day', label: '延到哪天', value: '', kind: 'date' }, REASON],
    send: (given) => api.callAsMe('post', `${OWN}/extension`, { ...about(given), body: { last_day: given.values.last_day, reason: given.values.reason } }),
  },
  answer_extension: {
    title: '答复延期申请',
    button: '提交答复',
    done: '答复已经送达机构。',
    told: ({ contract }) => (contract.extension ? [`申请延到${on(contract.extension.last_day)}`, `理由:${contract.extension.reason}`] : []),
    rows: () => answerRows('同意', '不同意'),
    send: (given) => api.callAsMe('post', `${OWN}/extension/answer`, { ...about(given), body: answerOf(given.values) }),
  },
  withdraw_extension: {
    title: '撤回延期申请',
    button: '确定撤回',
    done: '延期申请已经撤回。',
    notice: () => '约定的交付日不变。',
    send: (given) => api.callAsMe('post', `${OWN}/extension/withdraw`, about(given)),
  },
  ask_ending: {
    title: '申请终止合同',
    button: '提交申请',
    done: '已经申请,等对方答复。',
    notice: () => '对方同意后合同终止,不能恢复;不同意的,合同继续。',
    rows: () => [REASON],
    send: (given) => api.callAsMe('post', `${OWN}/ending`, { ...about(given), body: { reason: given.values.reason } }),
  },
  answer_ending: {
    title: '答复终止申请',
    button: '提交答复',
    done: '答复已经送达对方。',
    notice: () => '同意后合同终止,不能恢复;不同意的,合同继续。',
    told: ({ contract }) => (contract.ending ? [`对方申请终止的理由:${contract.ending.reason}`] : []),
    rows: () => answerRows('同意', '不同意'),
    send: (given) => api.callAsMe('post', `${OWN}/ending/answer`, { ...about(given), body: answerOf(given.values) }),
  },
  withdraw_ending: {
    title: '撤回终止申请',
    button: '确定撤回',
    done: '终止申请已经撤回,合同继续。',
    send: (given) => api.callAsMe('post', `${OWN}/ending/withdraw`, about(given)),
  },
  rate: {
    title: '评价对方',
    button: '提交评价',
    done: '评价已经提交。',
    notice: () => '评一次,不能改。',
    rows: ({ ratings }) => [
      ...ratings.dimensions.map((one) => ({ key: `scores/${one.key}`, label: one.name, value: '', kind: 'choice', options: SCORES })),
      { key: 'text', label: '还想说的(可以不写)', value: '', kind: 'area', most: 500, help: '请不要写姓名和电话;核对以后才公开。' },
    ],
    send: (given) => {
      const scored = Object.entries(given.values).filter(([key, value]) => key.startsWith('scores/') && value);
      const scores = Object.fromEntries(scored.map(([key, value]) => [key.slice('scores/'.length), Number(value)]));
      return api.callAsMe('post', `${OWN}/rate`, { ...about(given), body: { scores, text: given.values.text } });
    },
  },
  reply: {
    title: '回复评价',
    button: '提交回复',
    done: '回复已经提交,核对以后公开。',
    told: ({ contract, ratings }) => ratings.ratings.filter((one) => one.by !== contract.side && one.text).map((one) => `对方的评价:${one.text}`),
    rows: () => [{ key: 'text', label: '回复', value: '', kind: 'area', most: 500, help: '只能回复一次。' }],
    send: (given) => api.callAsMe('post', `${OWN}/rating-reply`, { ...about(given), body: { text: given.values.text } }),
  },
};

/** Which of the milestones an act is about. @type {Record<string, Api['MilestoneState']>} */
const OF_MILESTONES = { report_milestone: 'planned', answer_milestone: 'reported' };

/** @param {Deal} deal whatever can be done now, each with its own milestone where it is about one */
function actsOf({ contract, ratings }) {
  return [...contract.can, ...ratings.can].filter((name) => ACTS[name]).flatMap((name) => {
    const { title } = ACTS[name];
    const state = OF_MILESTONES[name];
    if (!state) return [{ name, place: '', title, note: '' }];
    return contract.milestones.filter((one) => one.state === state).map((one) => ({ name, place: String(one.place), title, note: one.words }));
  });
}

/** @param {string} id @returns {Promise<Deal>} */
async function dealOf(id) {
  const path = { contract_id: id };
  const [contract, ratings] = await Promise.all([
    api.callAsMe('get', OWN, { path, isActing: true }),
    api.callAsMe('get', `${OWN}/ratings`, { path, isActing: true }),
  ]);
  return { contract, ratings };
}

/** @param {import('./rows').Asked} asked @returns {Promise<import('./rows').Sheet>} */
async function sheetOf({ name, id, place }) {
  const { title, button, done, notice, told, rows, files, send } = known(ACTS, name);
  const deal = await dealOf(id);
  const may = actsOf(deal).some((one) => one.name === name && one.place === place);
  return {
    may,
    title,
    button,
    done,
    subject: deal.contract.need_title,
    instead: deal.contract.what_to_do,
    notice: notice ? notice(deal, place) : '',
    told: told ? told(deal, place) : [],
    rows: rows ? rows(deal) : [],
    files: files ? files(deal) : [],
    send: (given) => send({ id, place, deal, ...given }),
  };
}

module.exports = { actsOf, dealOf, sheetOf };
