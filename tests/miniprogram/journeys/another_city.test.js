/** A case for another city: chosen with consent, taken back, and followed by its receipts. */
const { open, closeAll, until } = require('../world/pages');
const { caseOf, draft, mine, restarted, tapOn, where } = require('../world/walking');

const { phone, fresh, world } = simulated;

beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
  restarted();
});
afterEach(closeAll);

const handoffOf = (id) => mine('get', '/api/v1/cases/{case_id}/handoff', { path: { case_id: id } });
const puts = () => phone.asked.filter((one) => one.method === 'PUT' && one.path.endsWith('/handoff'));

test('the city is chosen with the consent that the API words, and taken back', async () => {
  const id = await draft();
  let page = await tapOn(await open('pages/case/detail', { id }), '选择由哪个城市办理');
  const { places, consent } = page.data.found;
  expect(consent).toContain('只用来办这一件事');
  expect(page.text()).not.toContain(consent);
  await page.tap(places[0].city);
  expect(page.text()).toContain(consent);
  await page.tap('保存');
  await page.shows('要您同意把申请内容和材料交给那里');
  expect(puts()).toEqual([]);
  await page.tap('我同意这样转交');
  page = await tapOn(page, '保存');
  expect(where()).toBe(`/apply/tasks/index?id=${id}`);
  expect(puts().map((one) => one.data)).toEqual([{ region_code: places[0].region_code, mode: places[0].mode }]);
  expect((await handoffOf(id)).status).toBe('chosen');
  // The list and the case lead back to it, and it says what was chosen; another choice is agreed to anew.
  page = await tapOn(page, '选择由哪个城市办理');
  expect(page.data.chosen).toContain(places[0].region_code);
  expect(page.data.agrees).toBe(false);
  closeAll();
  page = await open('pages/case/detail', { id });
  expect(page.text()).toContain(`由${places[0].city}办理`);
  page = await tapOn(page, places[0].mode_name);
  await page.tap('在本市办理');
  await tapOn(page, '保存');
  await expect(handoffOf(id)).rejects.toMatchObject({ status: 404 });
});

test('a choice that comes too late leads to the case, and one refused is said on the page', async () => {
  const id = await draft();
  const page = await open('apply/city/index', { id });
  await page.tap(page.data.found.places[0].city);
  await page.tap('我同意这样转交');
  await mine('post', '/api/v1/cases/{case_id}/withdraw', { path: { case_id: id } });
  await page.tap('保存');
  await until(() => page.data.refusal, 'the refusal');
  expect(page.text()).toContain(page.data.refusal);
  expect((await caseOf(id)).status).toBe('withdrawn');
  closeAll();
  await open('apply/city/index', { id });
  expect(where()).toBe(`/pages/case/detail?id=${id}`);
});

test('an item that no city takes says what else to do', async () => {
  const made = await mine('post', '/api/v1/cases', { body: { item_key: 'id-card', situation: {} } });
  const page = await open('apply/city/index', { id: made.id });
  expect(page.text()).toContain('直接向那个城市申请');
  expect(page.text()).not.toContain('保存');
});

test('what the other city has signed, and where the papers are, is read on the phone', async () => {
  fresh(world.handed.user);
  let page = await open('pages/case/detail', { id: world.handed.case });
  expect(page.text()).toContain('由邻江市办理');
  page = await tapOn(page, '异地代收代办');
  expect(where()).toBe(`/apply/handoff/index?id=${world.handed.case}`);
  const handoff = await handoffOf(world.handed.case);
  expect(handoff.receipts.length).toBe(2);
  for (const words of ['邻江市发出“收到回执”,本市收到', '核验回执', handoff.their_number, handoff.status_name]) expect(page.text()).toContain(words);
  expect(page.text()).toContain('户口簿');
  expect(page.text()).toContain('您的材料原件寄往邻江市窗口途中');
});

test('nobody else sees it', async () => {
  await mine('get', '/api/v1/me/addresses');
  const page = await open('apply/handoff/index', { id: world.handed.case });
  expect(page.data.problem).toBeTruthy();
  expect(page.text()).not.toContain('邻江市');
});
