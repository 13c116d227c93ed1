/** A contract from the award to the rating, by both sides on their own phones; what is asked is data. */
const { open, closeAll, source, until } = require('../world/pages');
const { mine, restarted } = require('../world/walking');

const { phone, fresh, photograph, world } = simulated;
const { market } = world;
const DAY = 24 * 3600 * 1000;

/** That many days from now, in China. */
const dayIn = (days) => new Date(Date.now() + days * DAY + DAY / 3).toISOString().slice(0, 10);

/** Another phone: of the owner, or of whoever acts for the agency. */
function as(side) {
  fresh(side === 'owner' ? market.buyer : market.agency.user);
  phone.hasAgreed = true;
  restarted();
  if (side === 'agency') source('api/index').session.actFor(market.agency);
}

const contract = (id = market.signing) => open('market/contract/index', { id });

/** From a page to the act whose name is tapped. */
async function toAct(page, name) {
  await page.tap(name);
  const { url } = phone.visited[phone.visited.length - 1];
  const [where, query] = url.slice(1).split('?');
  expect(where).toBe('market/act/index');
  closeAll();
  return open(where, Object.fromEntries(new URLSearchParams(query)));
}

const fill = async (page, key, value) => page.instance.fill({ detail: { key, value } });

async function withFile(page, place) {
  phone.chatFiles = [photograph(place)];
  await page.tap('从微信聊天选文件');
  await until(() => page.data.files.length && !page.data.under.length, `a file\n${page.text()}`);
}

async function sent(page, button) {
  await page.tap(button);
  await until(() => page.data.isDone || page.data.fault, `what came of ${button}\n${page.text()}`);
  expect([page.data.fault, page.data.isDone]).toEqual(['', true]);
  await page.shows(page.data.done);
  // No file waits to be sent a second time by accident.
  expect(phone.storage.get('act_files') || {}).toEqual({});
  closeAll();
}

/** One side does one thing, from the page of the contract. */
async function does(side, name, button, filling = async () => undefined) {
  as(side);
  const page = await toAct(await contract(), name);
  await filling(page);
  await sent(page, button);
}

const seen = () => mine('get', '/api/v1/market/own-contracts/{contract_id}', { path: { contract_id: market.signing }, isActing: true });

afterEach(closeAll);

const propose = async (page) => {
  await fill(page, 'last_day', dayIn(20));
  await fill(page, 'milestones', `${dayIn(10)} 完成现场勘查\n`);
  if (!page.data.files.length) await withFile(page, 1);
};

describe('a contract', () => {
  test('that is wrong is told at its rows, and nothing typed is lost', async () => {
    as('agency');
    const page = await toAct(await contract(), '提出合同');
    await fill(page, 'price_fen', '很多');
    await fill(page, 'milestones', '明天 完成现场勘查');
    await page.tap('提出合同');
    await until(() => page.data.fault, 'the refusal');
    const wrong = page.data.rows.filter((one) => one.problem).map((one) => one.key);
    expect(wrong).toEqual(['price_fen', 'last_day', 'milestones', 'files']);
    expect(page.data.rows[0].value).toBe('很多');
    wrong.forEach((key) => expect(page.text()).toContain(page.data.rows.find((one) => one.key === key).problem));
  });

  test('is proposed, sent back, proposed anew with the same file and confirmed', async () => {
    await does('agency', '提出合同', '提出合同', propose);
    await does('owner', '退回合同', '退回合同', (page) => fill(page, 'reason', '交付日太晚。'));
    await does('agency', '提出合同', '提出合同', async (page) => {
      expect(page.data.files.length).toBe(1);
      expect(page.text()).toContain('完成现场勘查');
      await propose(page);
    });
    as('owner');
    const page = await contract();
    await page.tap(page.data.files[0].name);
    await until(() => phone.previewed.length === 1, 'the file of the contract');
    await does('owner', '确认合同', '确认,合同生效', async (one) => expect(one.text()).toContain('节点:完成现场勘查'));
    expect((await seen()).status).toBe('in_force');
    expect((await toOverdue('confirm')).text()).toContain('这件事现在不能办');
  });

  test('has its milestone reported, returned with a reason, reported again and confirmed', async () => {
    await does('agency', '报告节点完成', '报告完成', (page) => withFile(page, 2));
    as('owner');
    const page = await toAct(await contract(), '确认或退回节点');
    await page.tap('没有做好,退回');
    await page.tap('告诉机构');
    await until(() => page.data.fault, 'the refusal');
    expect(page.data.rows[1].problem).toContain('理由');
    await fill(page, 'reason', '少了一间库房。');
    await sent(page, '告诉机构');
    await does('agency', '报告节点完成', '报告完成', async (one) => {
      expect(one.text()).toContain('少了一间库房。');
      await withFile(one, 3);
    });
    await does('owner', '确认或退回节点', '告诉机构', (one) => one.tap('做完了,确认'));
    expect((await seen()).milestones.map((one) => one.state)).toEqual(['accepted']);
  });

  test('is asked to last longer and to end; each is taken back, answered', async () => {
    const longer = async (page) => {
      await fill(page, 'last_day', dayIn(25));
      await fill(page, 'reason', '连续下雨。');
    };
    await does('agency', '申请延期', '提交申请', longer);
    await does('agency', '撤回延期申请', '确定撤回');
    await does('agency', '申请延期', '提交申请', longer);
    await does('owner', '答复延期申请', '提交答复', async (page) => {
      expect(page.text()).toContain('连续下雨。');
      await page.tap('同意');
    });
    expect((await seen()).last_day).toBe(dayIn(25));
    await does('owner', '申请终止合同', '提交申请', (page) => fill(page, 'reason', '项目可能停下。'));
    await does('owner', '撤回终止申请', '确定撤回');
    await does('owner', '申请终止合同', '提交申请', (page) => fill(page, 'reason', '项目停下了。'));
    await does('agency', '答复终止申请', '提交答复', async (page) => {
      expect(page.text()).toContain('项目停下了。');
      await page.tap('不同意');
      await fill(page, 'reason', '现场勘查已经做完。');
    });
    expect((await seen()).status).toBe('in_force');
  });

  test('is delivered, returned with all faults, delivered again and accepted', async () => {
    await does('agency', '交付成果', '交付', (page) => withFile(page, 4));
    await does('owner', '退回成果', '退回给机构改', (page) => fill(page, 'faults', '第三页缺章\n\n面积写错了\n'));
    await does('agency', '交付成果', '交付', async (page) => {
      expect(page.data.told).toEqual(['第三页缺章', '面积写错了']);
      await withFile(page, 5);
    });
    await does('owner', '验收成果', '验收通过');
    expect((await seen()).status).toBe('finished');
  });

  test('is rated by both, who reply once', async () => {
    const rating = (words) => async (page) => {
      for (const row of page.data.rows.filter((one) => one.kind === 'choice')) await fill(page, row.key, '4');
      await fill(page, 'text', words);
    };
    await does('owner', '评价对方', '提交评价', rating('做得很细。'));
    await does('agency', '回复评价', '提交回复', async (page) => {
      expect(page.text()).toContain('做得很细。');
      await fill(page, 'text', '谢谢您。');
    });
    await does('agency', '评价对方', '提交评价', rating('要求清楚。'));
    as('owner');
    const page = await contract();
    expect(page.data.ratings.length).toBe(2);
    expect(page.text()).toContain('回复:谢谢您。');
    expect(page.data.acts.map((one) => one.name)).toEqual(['reply']);
  });
});

/** The page of an act that is over. */
function toOverdue(act) {
  closeAll();
  return open('market/act/index', { of: 'contract', id: market.signing, act, place: '' });
}

test('files on their way to an act stay when the page is left, and belong to nobody else', async () => {
  as('agency');
  const page = await open('market/act/index', { of: 'contract', id: market.contract, act: 'propose', place: '' });
  await withFile(page, 6);
  const [file] = page.data.files;
  restarted();
  const again = await open('market/act/index', { of: 'contract', id: market.contract, act: 'propose', place: '' });
  expect(again.data.files).toEqual([file]);
  await again.tap('拿掉');
  expect(again.data.files).toEqual([]);
  await withFile(again, 7);
  await source('api/index').session.signOut();
  expect(phone.storage.has('act_files')).toBe(false);
});

test('an act of another contract is not shown to others', async () => {
  fresh(world.citizen.user);
  const page = await open('market/act/index', { of: 'contract', id: market.signing, act: 'accept', place: '' });
  expect(page.data.problem).not.toBe('');
  expect(page.text()).not.toContain('验收通过');
});

test('an act that this version does not know is told in a sentence', async () => {
  as('owner');
  for (const of of ['contract', 'need']) {
    const page = await open('market/act/index', { of, id: market.signing, act: 'toString' });
    expect(page.data.problem).toContain('请返回');
    closeAll();
  }
});
