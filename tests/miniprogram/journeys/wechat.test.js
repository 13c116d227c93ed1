/** What only WeChat has: codes to scan, cards to send, maps, a person to write to; and no network. */
const { open, closeAll, source } = require('../world/pages');
const { files, read, tagsOf } = require('../world/sources');

const { phone, fresh, world } = simulated;
beforeEach(() => {
  fresh();
  source('shared/network').begin();
});
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();

test.each([
  ['the poster of a guide', () => ({ result: world.guide_address }), '/pages/guide/detail?key=passport'],
  ['a theme', () => ({ result: `${world.api}/themes/bakery` }), '/pages/theme/detail?key=bakery'],
  ['the sign of a hall', () => ({ result: `${world.api}/centre/halls` }), '/pages/halls/index'],
  ['the sign that asks for a code at the counter', () => ({ result: `${world.api}/me/counter-code` }), '/mine/counter-code/index'],
  ['a mini-program code', () => ({ result: '', path: 'pages/guide/detail?scene=passport' }), '/pages/guide/detail?scene=passport'],
])('%s is scanned and opened', async (_, code, page) => {
  const home = await open('pages/index/index');
  phone.scanned = code();
  await home.tap('扫一扫');
  expect(where()).toBe(page);
});

test.each([world.guide_address.replace('127.0.0.1', '127.0.0.9'), 'https://elsewhere.example/guides/passport', 'wxp://f2f0', '48210673', 'pages/none'])('%s is no code of ours, and opens nothing', async (text) => {
  const home = await open('pages/index/index');
  phone.scanned = { result: text, path: text };
  await home.tap('扫一扫');
  expect(where()).toBeUndefined();
  expect(phone.told[0].title).toBe('这不是本平台的码');
});

test('who turns back from the camera is told nothing', async () => {
  const home = await open('pages/index/index');
  await home.tap('扫一扫');
  expect(phone.told).toEqual([]);
});

test('halls are found on the map, with hours and numbers', async () => {
  const halls = await open('pages/halls/index');
  const [hall] = halls.data.halls;
  await halls.tap(hall.address);
  expect(phone.opened[0]).toEqual({ ...hall.map_point, name: hall.name, address: hall.address });
  expect(halls.text()).not.toContain('周一');
  await halls.tap('各个窗口和办公时间');
  expect(halls.text()).toContain('周一、周二、周三、周四、周五');
  expect(halls.text()).toContain(halls.data.halls.pop().counters[0].name);
  await halls.tap('收起窗口');
  expect(halls.text()).not.toContain('周一');
});

test('the numbers of every department can be called', async () => {
  const halls = await open('pages/halls/index');
  const entry = halls.data.book.find((one) => !halls.text().includes(one.phones[0].number));
  await halls.tap('各部门的咨询电话');
  expect(halls.text()).toContain(entry.owner);
  await halls.tap(entry.phones[0].number);
  expect(phone.dialled).toEqual([entry.phones[0].number]);
});

test('guides and themes can be sent to a friend; nothing of one\'s own ever', async () => {
  const theme = await open('pages/theme/detail', { key: 'bakery' });
  expect(theme.instance.onShareAppMessage()).toEqual({ title: theme.data.answer.theme.name, path: '/pages/theme/detail?key=bakery' });
  const shared = files('.js').filter((file) => /onShare|enableShare|showShareMenu/.test(read(file)));
  expect(shared.filter((file) => !/^(pages\/(index|guide|theme|halls)|market)\//.test(file))).toEqual([]);
});

test('a person is to be reached by telephone and by writing', () => {
  const tags = tagsOf('components/help-line/index.wxml');
  expect(tags.some((one) => one.name === 'y-tel' && one.attributes.number === '12345')).toBe(true);
  expect(tags.some((one) => one.attributes['open-type'] === 'contact')).toBe(true);
});

test('without a network the page still says whom to call', async () => {
  phone.network = 'none';
  phone.between = () => ({ errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' });
  source('shared/network').begin();
  const halls = await open('pages/halls/index');
  expect(halls.text()).toContain('没有网络也可以打电话问人工');
  await halls.tap('12345');
  expect(phone.dialled).toEqual(['12345']);
  phone.between = null;
  await halls.tap('再试一次');
  await halls.shows('看地图');
});
