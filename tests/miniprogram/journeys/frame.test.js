/** What every page stands in: the network, type size, updates; and how the mini-program begins. */
const { open, closeAll, source } = require('../world/pages');

const { phone, fresh } = simulated;
beforeEach(() => {
  fresh();
  source('shared/network').begin();
  source('shared/look').begin();
});
afterEach(closeAll);

const frame = (page) => page.find('[class*=frame]');

test('without a network the page says so, and can be tried again', async () => {
  phone.network = 'none';
  phone.between = () => ({ errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' });
  const home = await open('pages/index/index');
  expect(home.text()).toContain('没有网络');
  expect(home.text()).toContain('网络不通,请检查网络后再试。');
  phone.network = 'wifi';
  phone.between = null;
  await home.tap('再试一次');
  await home.settled();
  await home.shows('大家常办');
  expect(home.text()).not.toContain('没有网络');
});

test('the banner follows what WeChat tells of the network', async () => {
  const home = await open('pages/index/index');
  expect(home.text()).not.toContain('没有网络');
  phone.listeners.network.forEach((tell) => tell({ isConnected: false }));
  await home.shows('没有网络');
  phone.listeners.network.forEach((tell) => tell({ isConnected: true }));
  phone.listeners.weak.forEach((tell) => tell({ weakNet: true }));
  await home.shows('网络较慢');
});

test('a page that was closed is told nothing any more', async () => {
  const home = await open('pages/index/index');
  const before = frame(home).getAttribute('style');
  closeAll();
  phone.fontSizeSetting = 20;
  source('shared/look').measure();
  expect(frame(home).getAttribute('style')).toBe(before);
});

test('large type by the switch, which is remembered', async () => {
  const settings = await open('mine/settings/index');
  expect(frame(settings).getAttribute('style')).toBe('--scale: 1');
  expect(frame(settings).className).not.toContain('large');
  await settings.tap('大字');
  expect(settings.text()).toContain('已打开');
  expect(frame(settings).getAttribute('style')).toBe('--scale: 1.375');
  expect(frame(settings).className).toContain('large');
  source('shared/look').begin();
  expect(source('shared/look').get().isLarge).toBe(true);
  await settings.tap('大字');
  expect(frame(settings).className).not.toContain('large');
});

test('the type size of the phone counts, within reason', async () => {
  const home = await open('pages/index/index');
  phone.fontSizeSetting = 20;
  source('shared/look').measure();
  expect(frame(home).getAttribute('style')).toBe('--scale: 1.25');
  expect(frame(home).className).toContain('large');
  phone.fontSizeSetting = 99;
  source('shared/look').measure();
  expect(frame(home).getAttribute('style')).toBe('--scale: 1.75');
});

test('the mini-program begins, and a new version waits for the person', () => {
  source('app.js');
  global.startedApp.onLaunch();
  phone.listeners.update.forEach((ready) => ready());
  expect(phone.told[0].title).toBe('有新版本');
  phone.told[0].success({ confirm: false });
  expect(phone.visited).toEqual([]);
  phone.told[0].success({ confirm: true });
  expect(phone.visited).toEqual([{ how: 'applyUpdate' }]);
  phone.fontSizeSetting = 20;
  global.startedApp.onShow();
  expect(source('shared/look').get().scale).toBe(1.25);
});
