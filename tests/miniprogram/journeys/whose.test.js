/** For whom a case is looked at, and what helps where a page cannot be shown. */
const { open, closeAll, source } = require('../world/pages');

const { phone, fresh, world } = simulated;
const { boss, citizen, market } = world;
const api = () => source('api/index');
beforeEach(() => fresh(boss.user));
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();
const forWhom = (path) => phone.asked.filter((one) => one.path.startsWith(path)).map((one) => one.header['X-Acting-For']);

test.each([['with the company of its link', { for: boss.enterprise }], ['without', {}]])('a message leads to the case of a company %s, and the page says for whom', async (_, query) => {
  const page = await open('pages/case/detail', { id: boss.case, ...query });
  expect(page.data.problem).toBe('');
  expect(page.text()).toContain('为谁办');
  expect(page.text()).toContain(page.data.whom);
  expect(api().session.actingFor()).toBe(null);
  const tasks = await open('apply/tasks/index', { id: boss.case });
  expect(tasks.text()).toContain(`为谁办:${page.data.whom}`);
  expect(forWhom(`/api/v1/cases/${boss.case}/tasks`)).toEqual([boss.enterprise]);
});

test('who acts for a company finds a case of their own', async () => {
  const own = await api().callAsMe('post', '/api/v1/cases', { body: { item_key: 'passport' }, once: 'begin passport' });
  source('api/whose').forget(own.id);
  api().session.actFor({ id: boss.enterprise, name: '甲' });
  const page = await open('pages/case/detail', { id: own.id });
  expect([page.data.problem, page.data.whom]).toEqual(['', '本人']);
});

test("another person's case is not found, whomever one acts for", async () => {
  const page = await open('pages/case/detail', { id: citizen.case });
  expect(page.data.problem).toContain('没有找到这个办件');
});

test('a file goes on for whom it was begun, though the person acts for somebody else by then', async () => {
  const uploading = source('shared/uploading');
  const choosing = source('shared/choosing');
  const attached = [];
  uploading.goesTo('told', async (one) => attached.push(api().whose.of(one.about)));
  api().session.actFor({ id: boss.enterprise, name: '甲' });
  phone.hasAgreed = true;
  phone.album = [simulated.photograph(20)];
  phone.between = ({ url }) => (url.includes('/api/v1/uploads') ? { errMsg: 'request:fail offline' } : null);
  phone.network = 'none';
  source('shared/network').begin();
  await uploading.add({ kind: 'told', about: 'a-case', key: 'x', replaces: '', mostBytes: 10 ** 8 }, await choosing.photographs(1));
  expect(phone.storage.get('uploads_under_way')[0].acting).toEqual({ id: boss.enterprise, name: '甲' });
  api().session.actFor(null);
  phone.between = null;
  phone.listeners.network.forEach((tell) => tell({ isConnected: true }));
  for (let waited = 0; !attached.length && waited < 100; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(attached).toEqual([{ id: boss.enterprise, name: '甲' }]);
});

test('who is signed out signs in where a message has led them', async () => {
  fresh(citizen.user);
  await api().session.signOut();
  const page = await open('pages/case/detail', { id: citizen.case });
  await page.tap('微信登录');
  await page.shows('办理经过');
});

test('whose power is over goes on for themselves', async () => {
  fresh(citizen.user);
  api().session.actFor({ id: boss.enterprise, name: '甲' });
  const page = await open('apply/start/index', { key: 'passport' });
  expect(page.text()).toContain('授权');
  await page.tap('改为本人办');
  await page.shows('本人');
  expect(api().session.actingFor()).toBe(null);
});

test('while the service is away a page says whom to call', async () => {
  phone.between = ({ url }) => (url.includes('/halls') || url.includes('/centre') ? { statusCode: 503, header: {}, data: { title: '稍后再试。', code: 'unavailable' } } : null);
  const halls = await open('pages/halls/index');
  expect(halls.text()).toContain('也可以打电话问人工');
  await halls.tap('12345');
  expect(phone.dialled).toEqual(['12345']);
});

test.each([[{ scene: '%E0%A4%A' }], [{ q: '%' }], [{ q: 'https%3A%2F%2Fx%2Fguides%2F%25' }]])('a code that was never written rightly opens no guide: %j', async (query) => {
  expect(source('shared/links').guideOf(query)).toBe('');
});

test('who did not give their number is told what else they may do', async () => {
  const me = await open('pages/me/index');
  me.instance.bindPhone({ detail: { errMsg: 'getPhoneNumber:fail user deny' } });
  expect(phone.told.map((one) => one.title)).toEqual(['没有取得手机号']);
});

test('an address book that stays shut is told; who turns back is not', async () => {
  const { fromWechat } = source('shared/wechat-address');
  const { chooseAddress } = wx;
  phone.hasAgreed = true;
  try {
    wx.chooseAddress = ({ fail }) => fail({ errMsg: 'chooseAddress:fail cancel' });
    expect(await fromWechat()).toBe(null);
    expect(phone.told).toEqual([]);
    wx.chooseAddress = ({ fail }) => fail({ errMsg: 'chooseAddress:fail auth deny' });
    expect(await fromWechat()).toBe(null);
    expect(phone.told.map((one) => one.title)).toEqual(['没有取到微信里的地址']);
  } finally {
    wx.chooseAddress = chooseAddress;
  }
});

test('a bid says which change was on the screen', async () => {
  fresh(market.bidder.user);
  api().session.actFor({ id: market.bidder.id, name: market.bidder.name });
  phone.says = true;
  const page = await open('market/bid/index', { id: market.open });
  expect(page.text()).toContain('采购内容变更过');
  const asked = () => phone.asked.filter((one) => one.method === 'PUT').map((one) => one.data.change_read);
  await page.instance.send();
  await page.tap('看要求和变更');
  expect(where()).toBe(`/market/need/index?id=${market.open}`);
  await open('market/need/index', { id: market.open });
  await page.instance.onShow();
  expect(page.text()).not.toContain('采购内容变更过');
  await page.instance.send();
  expect(asked()).toEqual([null, 1]);
});
