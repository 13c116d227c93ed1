/** A need by its owner and by agencies: asked, answered, objected to, opened, chosen, cancelled. */
const { open, closeAll, source, until } = require('../world/pages');
const { mine, restarted } = require('../world/walking');

const { phone, fresh, world } = simulated;
const { market } = world;

function as(side) {
  fresh(side === 'owner' ? market.buyer : market.agency.user);
  phone.hasAgreed = true;
  restarted();
  if (side === 'agency') source('api/index').session.actFor(market.agency);
}

/** From the page of the need to the act whose name is tapped. */
async function toAct(side, id, name) {
  as(side);
  const page = await open('market/need/index', side === 'owner' ? { id, own: '1' } : { id });
  await page.tap(name);
  const [where, query] = phone.visited.pop().url.slice(1).split('?');
  closeAll();
  return open(where, Object.fromEntries(new URLSearchParams(query)));
}

const fill = async (page, key, value) => page.instance.fill({ detail: { key, value } });

async function sent(page, button) {
  await page.tap(button);
  await until(() => page.data.isDone || page.data.fault, `what came of ${button}\n${page.text()}`);
  expect([page.data.fault, page.data.isDone]).toEqual(['', true]);
  closeAll();
}

const seen = (id) => mine('get', '/api/v1/market/own-needs/{need_id}', { path: { need_id: id } });

afterEach(closeAll);

test('an agency asks, the owner answers, and everybody reads both', async () => {
  const asking = await toAct('agency', market.asked, '向采购人提问');
  await fill(asking, 'question', '现场要去几次?');
  await sent(asking, '提交提问');
  const answering = await toAct('owner', market.asked, '答复提问');
  expect(answering.text()).toContain('现场要去几次?');
  await fill(answering, 'answer', '一次就够。');
  await sent(answering, '公开答复');
  fresh();
  const page = await open('market/need/index', { id: market.asked });
  expect(page.text()).toContain('一次就够。');
  expect(page.text()).not.toContain('我是采购人');
});

test('an objection to the terms stands on the page, without its grounds', async () => {
  const page = await toAct('agency', market.asked, '提出异议');
  await page.tap('提出异议');
  await until(() => page.data.rows[0].problem, 'the refusal');
  await fill(page, 'grounds', '工期写得不清楚,不好报价。');
  await sent(page, '提出异议');
  const need = await open('market/need/index', { id: market.asked });
  expect(need.data.disputes.length).toBe(1);
  expect(need.text()).toContain(need.data.disputes[0].tag);
  expect(need.text()).not.toContain('工期写得不清楚');
});

test('bids are opened by the passphrase, of which the phone keeps nothing, and one is chosen', async () => {
  const page = await toAct('owner', market.direct, '开启报价');
  await fill(page, 'passphrase', '不是这一句话,再想一想');
  await page.tap('开启全部报价');
  await until(() => page.data.fault, 'the refusal');
  await fill(page, 'passphrase', market.passphrase);
  await page.tap('开启全部报价');
  await until(() => page.data.isDone || (page.data.fault && !page.data.isBusy), `the opening\n${page.text()}`);
  expect(page.data.isDone).toBe(true);
  expect(JSON.stringify([page.data, ...phone.storage])).not.toContain(market.passphrase);
  expect(phone.storage.get('request_keys') || {}).toEqual({});
  closeAll();
  const choosing = await toAct('owner', market.direct, '选定一家');
  await choosing.tap('乙评估事务所');
  await fill(choosing, 'reason', '报价合理,承诺工期最短。');
  await sent(choosing, '确认选定');
  expect((await seen(market.direct)).status).toBe('awarded');
  const after = await open('market/need/index', { id: market.direct, own: '1' });
  expect(after.data.award.name).toBe('乙评估事务所');
  expect(after.data.acts).toEqual([]);
});

test('a need is cancelled by its owner, with a reason', async () => {
  const page = await toAct('owner', market.asked, '取消采购');
  await fill(page, 'reason', '预算没有批下来。');
  await sent(page, '取消这项采购');
  expect((await seen(market.asked)).status).toBe('cancelled');
  const own = await open('market/own/index');
  await own.tap('食堂资产评估');
  expect(phone.visited.pop().url).toBe(`/market/need/index?id=${market.asked}&own=1`);
});

test('a need with a contract shows what is public of it, and its files can be read', async () => {
  as('owner');
  const { contracts } = await mine('get', '/api/v1/market/own-contracts');
  const { need_id: id } = await mine('get', '/api/v1/market/own-contracts/{contract_id}', { path: { contract_id: contracts.find((one) => one.id === market.contract).id } });
  fresh();
  const page = await open('market/need/index', { id });
  expect(page.text()).toContain('合同公示');
  const file = await open('market/need/index', { id: market.open });
  await file.tap('评估范围');
  await until(() => phone.previewed.length === 1, 'the file');
});

test('the need of others has no acts of an owner', async () => {
  fresh(world.citizen.user);
  const page = await open('market/need/index', { id: market.open, own: '1' });
  expect(page.data.problem).not.toBe('');
  const act = await open('market/act/index', { of: 'need', id: market.open, act: 'cancel' });
  expect(act.data.problem).not.toBe('');
  expect(act.text()).not.toContain('取消这项采购');
});
