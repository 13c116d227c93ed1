/** From the first page to a guide, as somebody whom nobody knows: no login before a need. */
const { open, closeAll, until } = require('../world/pages');

const { phone, fresh, world } = simulated;
beforeEach(() => fresh());
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();
const asked = (path) => phone.asked.filter((one) => one.path.startsWith(path));

test('the first page offers what the API names, and asks for nobody', async () => {
  const home = await open('pages/index/index');
  expect(home.text()).toContain('示范市');
  expect(home.text()).toContain('出入境');
  expect(home.data.guides.length).toBe(6);
  expect(home.text()).toContain(home.data.guides[0].name);
  expect(phone.asked.filter((one) => one.header.Authorization)).toEqual([]);
  expect(phone.storage.size).toBe(0);
});

test('words that are typed become offers, then a search, or the guide at once', async () => {
  const home = await open('pages/index/index');
  await home.type('', '护照');
  await home.shows('普通护照签发');
  await home.tap('普通护照签发');
  expect(where()).toBe('/pages/guide/detail?key=passport');
  await home.type('', '护照到期');
  await home.tap('搜索');
  expect(where()).toBe(`/pages/search/index?q=${encodeURIComponent('护照到期')}`);
});

test('a life event leads to its guides, which can be filtered and opened', async () => {
  const home = await open('pages/index/index');
  await home.tap('出入境');
  expect(phone.visited.pop()).toEqual({ how: 'switchTab', url: '/pages/services/index' });
  const services = await open('pages/services/index');
  expect(services.data.lifeEvent).toBe('travel');
  expect(services.text()).toContain('普通护照签发');
  const total = services.data.total;
  await services.tap('哪一类');
  await services.tap('出入境');
  await services.settled();
  expect(services.data.total).toBeGreaterThan(total);
  await services.tap('再看一些');
  await services.settled();
  expect(new Set(services.data.guides.map((one) => one.key)).size).toBe(services.data.guides.length);
  await services.tap(services.data.guides[1].name);
  expect(where()).toBe(`/pages/guide/detail?key=${services.data.guides[1].key}`);
});

test('themes are listed beside the guides, and open', async () => {
  const services = await open('pages/services/index');
  expect(services.data.themes).toEqual([]);
  await services.tap('一件事');
  await services.settled();
  const [theme] = services.data.themes;
  await services.tap(theme.name);
  expect(where()).toBe(`/pages/theme/detail?key=${theme.key}`);
});

test('the menu of the official account opens its door', async () => {
  await open('pages/index/index', { open: 'apply' });
  expect(where()).toBe('/pages/services/index');
  const services = await open('pages/services/index');
  expect(services.data.onlineLevel).toBe('fully_online');
  expect(services.data.guides.every((one) => one.online_level === 'fully_online')).toBe(true);
  await open('pages/index/index', { open: 'cases' });
  expect(where()).toBe('/pages/me/index');
});

test('a search answers, with hits below that open', async () => {
  const search = await open('pages/search/index', { q: encodeURIComponent('护照要什么材料') });
  expect(search.text()).toContain('需要以下材料');
  expect(search.text()).toContain('出入境证件照片');
  await search.tap('普通护照签发(首次、换发、补发)');
  expect(where()).toBe('/pages/guide/detail?key=passport');
});

test('what is only perhaps meant is asked', async () => {
  const unsure = await open('pages/search/index', { q: '想租个摊位' });
  expect(unsure.text()).toContain('也许您要找的是');
  const sure = await open('pages/search/index', { q: '护照到期' });
  expect(sure.text()).toContain(`找到${sure.data.found.total}项`);
});

test('danger stands above all, and one tap calls', async () => {
  const search = await open('pages/search/index', { q: '燃气泄漏了' });
  expect(search.text().startsWith('如有危险')).toBe(true);
  expect(search.text()).toContain(search.data.found.emergency.first_step);
  expect(search.text()).not.toContain('没有找到');
  await search.tap('119');
  expect(phone.dialled).toEqual(['119']);
});

test('nothing found names a person to call', async () => {
  const search = await open('pages/search/index', { q: '𠮷𠮷𠮷' });
  const { found } = search.data;
  expect(found.hits).toEqual([]);
  expect(search.text()).toContain(found.help_line ? found.help_line.message : '大家常办');
  expect(search.text()).toContain('12345');
});

test('what is opened after a search that was not answered is counted', async () => {
  const search = await open('pages/search/index', { q: '量子计算机怎么造' });
  const token = search.data.choiceToken;
  expect(token).not.toBe('');
  await search.type('', '护照');
  await search.tap('搜索');
  await search.settled();
  await search.tap('普通护照签发');
  await until(() => asked('/api/v1/search/choices').length, 'the count');
  expect(asked('/api/v1/search/choices')[0].path).toContain(`choice_token=${encodeURIComponent(token)}`);
});

test.each([
  ['the address of a poster', () => ({ q: encodeURIComponent(world.guide_address), scancode_time: '1' })],
  ['the scene of a mini-program code', () => ({ scene: 'passport' })],
  ['a key', () => ({ key: 'passport' })],
])('%s opens the guide', async (_, query) => {
  const guide = await open('pages/guide/detail', query());
  expect(guide.text()).toContain('普通护照签发(首次、换发、补发)');
  expect(guide.text()).toContain('7个工作日');
  expect(guide.text()).toContain('出入境证件照片');
  expect(guide.text()).toContain('元');
  expect(guide.text()).toContain(guide.data.answer.counters[0].hall.address);
});

test('answers make the list of materials one\'s own, and can be taken back', async () => {
  const guide = await open('pages/guide/detail', { key: 'passport' });
  const before = guide.data.materials.map((one) => one.key);
  const undecided = guide.data.situation.undecided.length;
  expect(guide.text()).toContain(`还有${undecided}份材料要看上面的回答。`);
  await guide.tap('换发(到期、签证页用完、信息变更)');
  await guide.settled();
  for (let asked = 0; guide.data.situation.path.next_question && asked < 9; asked += 1) {
    await guide.tap(guide.data.situation.path.next_question.options[0].label);
    await guide.settled();
  }
  expect(guide.data.situation.path.next_question).toBeNull();
  expect(guide.data.situation.undecided).toEqual([]);
  expect(guide.data.materials.map((one) => one.key)).toContain('old-passport');
  expect(before).not.toContain('old-passport');
  const [first] = guide.data.situation.path.given;
  await guide.tap(first.text);
  await guide.settled();
  expect(guide.data.situation.path.next_question.key).toBe(first.question);
});

test('the counter is called and found on the map', async () => {
  const guide = await open('pages/guide/detail', { key: 'passport' });
  const [place] = guide.data.answer.counters;
  await guide.tap(place.counter.phones[0].number);
  expect(phone.dialled).toEqual([place.counter.phones[0].number]);
  await guide.tap(place.hall.address);
  expect(phone.opened[0].name).toBe(place.hall.name);
});

test('a guide that is not there says so, and the way to try again', async () => {
  const guide = await open('pages/guide/detail', { key: 'no-such-guide' });
  const [refused] = asked('/api/v1/guides/no-such-guide');
  expect(refused).toBeDefined();
  expect(guide.text()).toContain(guide.data.problem);
  expect(guide.data.problem).not.toBe('');
  await guide.tap('再试一次');
  await guide.settled();
  expect(asked('/api/v1/guides/no-such-guide').length).toBeGreaterThan(2);
});

test('one matter of several guides is planned by answers', async () => {
  const theme = await open('pages/theme/detail', { key: 'bakery' });
  expect(theme.text()).toContain('我要开蛋糕店');
  for (let asked = 0; theme.data.plan.path.next_question && asked < 9; asked += 1) {
    await theme.tap(theme.data.plan.path.next_question.options[0].label);
    await theme.settled();
  }
  const item = theme.data.plan.components.find((one) => one.service_item);
  expect(theme.data.materials.length).toBeGreaterThan(0);
  await theme.tap(item.name);
  expect(where()).toBe(`/pages/guide/detail?key=${item.service_item}`);
});
