/** The agency supermarket: found and compared, needs and their results, a bid, draws, own contracts. */
const { open, closeAll, source, until } = require('../world/pages');

const { phone, fresh, world, sent } = simulated;
const { market, citizen } = world;
beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
});
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();
const asked = (method, path) => phone.asked.filter((one) => one.method === method && one.path.startsWith(path));
const api = () => source('api/index');

function asBidder() {
  fresh(market.bidder.user);
  api().session.actFor({ id: market.bidder.id, name: market.bidder.name });
}

test('services are found in one\'s own words and from the list, as nobody', async () => {
  const page = await open('market/services/index');
  await page.type('', '资产评估');
  await page.tap('搜索');
  await page.settled();
  expect(page.data.lines.map((one) => one.key)).toContain(market.service);
  await page.tap(page.data.lines[0].name);
  expect(where()).toBe(`/market/service/index?key=${page.data.lines[0].key}`);
  await page.tap('采购需求');
  expect(where()).toBe('/market/needs/index');
  expect(phone.asked.every((one) => !one.header.Authorization)).toBe(true);
});

test('danger in the words of a search is answered by whom to call', async () => {
  const page = await open('market/services/index');
  await page.type('', '着火了怎么办');
  await page.tap('搜索');
  await page.settled();
  expect(page.text()).toContain('如遇紧急情况');
  await page.tap('119');
  expect(phone.dialled).toEqual(['119']);
});

test('agencies stand in an order whose rule is said, and several are compared', async () => {
  const page = await open('market/service/index', { key: market.service });
  expect(page.data.offers.length).toBe(3);
  const rule = page.data.rule;
  expect(page.text()).toContain(rule);
  await page.tap('价格低');
  await page.settled();
  expect(page.data.rule).not.toBe(rule);
  expect(page.text()).not.toContain('比较选中的机构');
  await page.tap('选来比较:甲评估事务所');
  await page.tap('选来比较:乙评估事务所');
  await page.tap('比较选中的机构');
  const [, query] = where().split('?');
  const { key, agencies } = Object.fromEntries(new URLSearchParams(query));
  const compared = await open('market/compare/index', { key, agencies });
  expect(compared.data.agencies.map((one) => one.name).sort()).toEqual(['乙评估事务所', '甲评估事务所']);
  expect(compared.text()).toContain('承诺时限');
  await compared.tap('甲评估事务所');
  expect(where()).toBe(`/market/agency/index?id=${market.agencies[0]}`);
});

test('an agency shows credit, papers and what was said of it', async () => {
  const page = await open('market/agency/index', { id: market.agencies[0] });
  expect(page.text()).toContain('甲评估事务所');
  expect(page.text()).toContain(page.data.credit);
  expect(page.text()).toContain('不公布平均分');
  await page.tap('0999-8010100');
  expect(phone.dialled).toEqual(['0999-8010100']);
  await page.tap('复制网页地址');
  expect(phone.copied).toEqual([`${world.api}/market/agencies/${market.agencies[0]}`]);
});

test('a need that is open tells no bids; one that was opened tells all of it', async () => {
  const needs = await open('market/needs/index', { service: market.service });
  await needs.tap('厂房资产评估');
  expect(where()).toBe(`/market/need/index?id=${market.open}`);
  const before = await open('market/need/index', { id: market.open });
  expect(before.text()).toContain('截止前不公布份数');
  expect(before.text()).not.toContain('开启的报价');
  await before.tap('报价截止前');
  expect(where()).toBe(`/market/bid/index?id=${market.open}`);
  const after = await open('market/need/index', { id: market.drawn });
  expect(after.text()).toContain('中选机构');
  expect(after.text()).toContain('39000元');
  expect(after.text()).toContain(after.data.opening.steps.pop().text);
  expect(after.text()).not.toContain('我是中介机构');
  await after.tap(`摇号 ${market.draw}`);
  expect(where()).toBe(`/market/draw/index?number=${market.draw}`);
});

test('what was changed in a need stands with what it was before', async () => {
  const page = await open('market/need/index', { id: market.open });
  expect(page.text()).toContain('原因:补充了附属用房');
  expect(page.text()).toContain('现在:60000元');
});

test('a draw shows its result, and is checked elsewhere by the downloaded page', async () => {
  const page = await open('market/draw/index', { number: market.draw });
  expect(page.data.winners.length).toBeGreaterThan(0);
  expect(page.text()).toContain(page.data.winners[0]);
  expect(page.text()).toContain('小程序里不能核对');
  await page.tap('复制网页地址');
  expect(phone.copied).toEqual([`${world.api}/draws/${market.draw}`]);
  const { statusCode } = await sent({ url: phone.copied[0], header: {} });
  expect(statusCode).toBe(200);
});

test('every web page that is named is there', async () => {
  const { files, tagsOf } = require('../world/sources');
  const named = files('.wxml').flatMap(tagsOf).filter((one) => one.name === 'y-elsewhere').map((one) => one.attributes.path);
  const paths = named.map((path) => (path.startsWith('{{') ? path.replace(/^\{\{'([^']+)'.*$/, '$1') : path));
  const whole = { '/market/agencies/': market.agencies[0], '/market/needs/': market.open, '/draws/': market.draw };
  expect(paths.length).toBeGreaterThan(5);
  const contracts = ['owner', 'agency'].map((side) => (side === 'owner' ? '/me/market' : '/me/agency') + `/contracts/${market.contract}`);
  for (const path of new Set([...paths.filter((one) => one !== '{{webPage}}'), ...contracts])) {
    const { statusCode } = await sent({ url: world.api + path + (path.endsWith('/') ? whole[path] : ''), header: {} });
    expect([path, statusCode < 400]).toEqual([path, true]);
  }
});

describe('a bid', () => {
  test('needs a company that one acts for', async () => {
    const page = await open('market/bid/index', { id: market.open });
    expect(page.text()).toContain('请先选为哪家企业办');
    await page.tap('以谁的名义');
    expect(where()).toBe('/enterprise/companies/index');
  });

  test('is sealed on arrival, which the screen says; is given, replaced and withdrawn, with receipts', async () => {
    asBidder();
    phone.hasAgreed = true;
    phone.says = true;
    const page = await open('market/bid/index', { id: market.open });
    const { length: before } = page.data.receipts;
    expect(page.text()).toContain('由平台收到时密封');
    await page.type('报价(元)', '38000.5');
    await page.type('多少个工作日', '7');
    phone.says = false;
    await page.tap('提交报价');
    expect(asked('PUT', '/api/v1/market/needs')).toEqual([]);
    phone.says = true;
    await page.tap('提交报价');
    await until(() => page.data.receipts.length === before + 1 && !page.data.isBusy, 'a receipt');
    expect(page.data.state).toMatchObject({ sealed_here: true, is_withdrawn: false });
    expect(page.text()).toContain(page.data.state.seal_notice);
    const [first] = asked('PUT', '/api/v1/market/needs');
    expect(first.data).toMatchObject({ price_fen: 3800050, days: 7 });
    expect(first.header).toMatchObject({ 'X-Acting-For': market.bidder.id });
    expect(first.header['Idempotency-Key']).toBeTruthy();
    expect(page.data.rows.map((one) => one.value)).toEqual(['', '', '']);
    expect(JSON.stringify([...phone.storage])).not.toContain('38000');
    await page.type('报价(元)', '37000');
    await page.type('多少个工作日', '6');
    await page.tap('更换报价');
    await until(() => page.data.receipts.length === before + 2 && !page.data.isBusy, 'two receipts');
    await page.tap('回执');
    expect(JSON.parse(phone.copied[0]).ciphertext_sha256).toBe(page.data.receipts[page.data.receipts.length - 1].digest);
    await page.tap('撤回报价');
    await until(() => page.data.state.is_withdrawn && !page.data.isBusy, 'the withdrawal');
    expect(page.text()).toContain('已经撤回');
  });

  test('that is wrong is told at its rows, and stays as it was typed', async () => {
    asBidder();
    phone.says = true;
    const page = await open('market/bid/index', { id: market.open });
    await page.type('报价(元)', '很多');
    await page.type('多少个工作日', '0');
    await page.tap('提交报价');
    await until(() => page.data.fault, 'the refusal');
    expect(page.data.rows.some((one) => one.problem)).toBe(true);
    expect(page.data.rows[0].value).toBe('很多');
  });

  test('of somebody who acts for no agency is refused by the API', async () => {
    fresh(market.bidder.user);
    api().session.actFor({ id: world.boss.enterprise, name: '别人的' });
    const page = await open('market/bid/index', { id: market.open });
    expect(page.data.problem).not.toBe('');
    expect(page.text()).not.toContain('提交报价');
  });
});

test('own needs and contracts stand with what is next; the rest is on the web', async () => {
  fresh(market.buyer);
  phone.hasAgreed = true;
  const page = await open('market/own/index');
  expect(page.text()).toContain('厂房资产评估');
  const { contracts } = await api().callAsMe('get', '/api/v1/market/own-contracts');
  const { what_to_do: next } = contracts.find((one) => one.id === market.contract);
  expect(next).not.toBe('');
  expect(page.text()).toContain(next);
  await page.tap('仓库资产评估');
  expect(where()).toBe(`/market/contract/index?id=${market.contract}`);
  const one = await open('market/contract/index', { id: market.contract });
  expect(one.text()).toContain(next);
  expect(one.text()).toContain('甲评估事务所');
  expect(one.text()).toContain('网页上办');
  await one.tap('看采购需求');
  expect(where()).toContain('/market/need/index?id=');
});

test('the contract of others is not shown', async () => {
  fresh(citizen.user);
  const page = await open('market/contract/index', { id: market.contract });
  expect(page.data.found).toBeNull();
  expect(page.data.problem).not.toBe('');
});
