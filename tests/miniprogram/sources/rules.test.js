/** What a look at the sources tells: privacy, voices that read aloud, size, addresses, pages. */
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, TESTS, files, read, json, tagsOf } = require('../world/sources');

// Interfaces and buttons that WeChat lets nobody use without 用户隐私保护指引.
const PRIVATE = `
  addPhoneCalendar addPhoneContact addPhoneRepeatCalendar chooseAddress chooseAvatar chooseImage chooseInvoice
  chooseInvoiceTitle chooseLicensePlate chooseLocation chooseMedia chooseMessageFile choosePoi chooseVideo
  createBLEPeripheralServer createBufferURL getClipboardData getFuzzyLocation getLocation getPhoneNumber
  getRealtimePhoneNumber getRecorderManager getUserInfo getUserProfile getWeRunData joinVoIPChat nickname
  onLocationChange openBluetoothAdapter saveImageToPhotosAlbum saveVideoToPhotosAlbum setClipboardData
  startAccelerometer startBeaconDiscovery startCompass startDeviceMotionListening startGyroscope
  startLocationUpdate startLocationUpdateBackground startRecord startSoterAuthentication startWifi
  camera live-pusher voip-room`.split(/\s+/).filter(Boolean);
// Those that work only where app.json names them in requiredPrivateInfos.
const NAMED = 'chooseAddress chooseLocation choosePoi getFuzzyLocation getLocation onLocationChange startLocationUpdate startLocationUpdateBackground'.split(' ');
const MOST_BYTES = 2 * 1024 * 1024;

const app = json('app.json');
const packages = [{ root: '', pages: app.pages }, ...app.subPackages];
const pages = packages.flatMap(({ root, pages: own }) => own.map((page) => path.posix.join(root, page)));
const scripts = files('.js');
const tags = files('.wxml').flatMap(tagsOf);

test('every private interface in use is declared with its purpose, and no other', () => {
  const used = new Set();
  scripts.forEach((file) => {
    for (const [, name] of read(file).matchAll(/\bwx\s*\.\s*(\w+)/g)) used.add(name);
  });
  tags.forEach(({ name, attributes }) => {
    [name, attributes['open-type'], attributes.type].forEach((one) => used.add(one));
    (attributes['open-type'] || '').split('|').forEach((one) => used.add(one));
  });
  const { USES } = require(path.join(ROOT, 'shared/privacy'));
  expect(USES.map((one) => one.interface).sort()).toEqual(PRIVATE.filter((one) => used.has(one)));
  expect(USES.every((one) => one.kind && one.purpose)).toBe(true);
});

test('interfaces that work only where app.json names them are named there, and no other', () => {
  const used = NAMED.filter((name) => scripts.some((file) => new RegExp(`\\bwx\\s*\\.\\s*${name}\\b`).test(read(file))));
  expect(used.length).toBeGreaterThan(0);
  expect(app.requiredPrivateInfos).toEqual(used);
});

test('wx.request knows no PATCH', () => {
  expect(scripts.filter((file) => /patch/i.test(read(file)))).toEqual([]);
});

test('WeChat searches only what everybody may read', () => {
  const { rules } = json(app.sitemapLocation);
  const allowed = rules.filter((one) => one.action === 'allow').map((one) => one.page);
  expect(rules[rules.length - 1]).toEqual({ action: 'disallow', page: '*' });
  expect(allowed.every((page) => /^pages\/(index|services|search|guide|theme|halls)\//.test(page))).toBe(true);
  expect(allowed.every((page) => pages.includes(page))).toBe(true);
});

test('what asks for agreement scrolls, and stands before all else', () => {
  const inFrame = tagsOf('components/frame/index.wxml');
  const [dialog] = inFrame.filter(({ attributes }) => attributes['aria-role'] === 'dialog');
  expect(dialog).toMatchObject({ name: 'scroll-view', attributes: { 'scroll-y': '{{true}}', 'aria-modal': 'true' } });
  expect(read('components/frame/index.wxss')).toMatch(/\.asked \{[^}]*max-height: /);
  expect(inFrame.filter(({ attributes }) => attributes['aria-hidden'] === '{{isAsking}}').length).toBe(1);
});

test('WeChat is only asked by its name, so that nothing is missed', () => {
  expect(scripts.filter((file) => /\bwx\s*\[|=\s*wx\s*[;,)\n]|\(\s*wx\s*[,)]/.test(read(file)))).toEqual([]);
});

test('whatever takes a tap has a role and a name', () => {
  const tapped = tags.filter(({ attributes }) => Object.keys(attributes).some((one) => /^(bind|catch):?(tap|longpress)$/.test(one)));
  expect(tapped.length).toBeGreaterThan(5);
  const nameless = tapped.filter(({ name, attributes, text }) =>
    name === 'button' ? !(text || attributes['aria-label']) : !(attributes['aria-role'] && attributes['aria-label']),
  );
  expect(nameless).toEqual([]);
  const fields = tags.filter(({ name }) => ['input', 'textarea', 'picker', 'switch'].includes(name));
  expect(fields.filter(({ attributes }) => !attributes['aria-label'])).toEqual([]);
});

test('whatever takes a tap is as large as a finger, and larger with large type', () => {
  const small = [];
  tags.forEach(({ file, attributes }) => {
    if (!Object.keys(attributes).some((one) => /^(bind|catch):?tap$/.test(one))) return;
    const own = (attributes.class || '').split(/[^\w-]+/)[0];
    const rule = new RegExp(`\\.${own}[^{}]*\\{[^}]*min-height: var\\(--target-now\\)`);
    if (!rule.test(read(file.replace('.wxml', '.wxss')))) small.push(`${file}: ${own}`);
  });
  expect(small).toEqual([]);
  const tokens = read('styles/tokens.wxss');
  expect(tokens).toContain('--target: 88rpx');
  expect(tokens).toContain('--target-large: 120rpx');
});

test('type follows the scale, and colours stand in one file alone', () => {
  const styles = files('.wxss').filter((file) => file !== 'styles/tokens.wxss');
  const fixed = styles.filter((file) => /font-size:(?![^;]*var\(--(text|small|title))/.test(read(file)));
  expect(fixed).toEqual([]);
  expect(styles.filter((file) => /#[0-9a-f]{3,8}\b|rgb/i.test(read(file)))).toEqual([]);
});

test('every colour has its counterpart in the dark', () => {
  const [light, dark] = read('styles/tokens.wxss').split('@media (prefers-color-scheme: dark)');
  const coloursOf = (text) => [...text.matchAll(/(--[\w-]+): (?:#|rgb)/g)].map((one) => one[1]);
  expect(coloursOf(dark)).toEqual(coloursOf(light));
  const theme = json('theme.json');
  expect(Object.keys(theme.dark)).toEqual(Object.keys(theme.light));
  const named = [...read('app.json').matchAll(/"@(\w+)"/g)].map((one) => one[1]);
  expect(new Set(named)).toEqual(new Set(Object.keys(theme.light)));
});

test('every page stands in app.json, and links know exactly these', () => {
  const { DOORS, PAGES } = require(path.join(ROOT, 'shared/links'));
  expect(files('.wxml').filter((file) => !file.startsWith('components/'))).toEqual(pages.map((page) => `${page}.wxml`).sort());
  expect(DOORS).toEqual(app.tabBar.list.map((one) => one.pagePath));
  expect([...DOORS, ...PAGES].sort()).toEqual([...pages].sort());
  const led = scripts.flatMap((file) => [...read(file).matchAll(/['`]((?:pages|mine|apply|enterprise|market)\/[\w/-]+)/g)].map((one) => one[1]));
  expect(led.filter((page) => !pages.includes(page) && !scripts.includes(`${page}.js`))).toEqual([]);
});

test('pages that the service names in messages and in the menu are there', () => {
  const service = path.resolve(ROOT, '..', '..');
  const named = ['mobile_api/cases/telling.py', 'mobile_api/wechat_replies/links.py', 'mobile_api/wechat_replies/menu.json']
    .flatMap((file) => [...fs.readFileSync(path.join(service, file), 'utf8').matchAll(/"(pages\/\w+\/\w+)/g)])
    .map((one) => one[1]);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((page) => !pages.includes(page))).toEqual([]);
});

test('every component that a page uses is declared, and every one declared is used', () => {
  files('.wxml').forEach((file) => {
    const declared = Object.keys(json(file.replace('.wxml', '.json')).usingComponents).sort();
    const used = [...new Set(tagsOf(file).map((tag) => tag.name).filter((name) => name.startsWith('y-')))].sort();
    expect({ file, used }).toEqual({ file, used: declared });
  });
});

test('a page is told what went wrong in one place: only the door asks WeChat for the network', () => {
  expect(scripts.filter((file) => /wx\.(request|uploadFile|downloadFile)\(/.test(read(file)))).toEqual(['api/exchange.js', 'api/files.js']);
});

test('each package stays below what WeChat takes', () => {
  const sizes = Object.fromEntries(packages.map(({ root }) => [root, 0]));
  files().forEach((file) => {
    const { root } = packages.find((one) => one.root && file.startsWith(`${one.root}/`)) || packages[0];
    sizes[root] += fs.statSync(path.join(ROOT, file)).size;
  });
  expect(Object.values(sizes).every((size) => size > 0 && size < MOST_BYTES)).toBe(true);
});

test('no address but the one of config.js, no path of a machine, no registry', () => {
  const addresses = files().flatMap((file) => (read(file).match(/https?:\/\/[^\s'"`)]+/g) || []).map((one) => [file, one]));
  expect(addresses).toEqual([['config.js', 'http://127.0.0.1:8080']]);
  expect(files().filter((file) => /\/(home|Users|root|work|tmp)\//.test(read(file)))).toEqual([]);
  const lock = fs.readFileSync(path.join(TESTS, 'package-lock.json'), 'utf8');
  expect(lock).not.toMatch(/"resolved"|https?:/);
  expect(Object.keys(JSON.parse(lock).packages).length).toBeGreaterThan(100);
});

test('docs/dependencies.md says of every package what is true', () => {
  const page = fs.readFileSync(path.resolve(TESTS, '../../docs/dependencies.md'), 'utf8');
  const said = [...page.matchAll(/^\| ([\w-]+) \| [^|]+ \| ([^|]+) \|$/gm)].map(([, name, licence]) => [name, licence]);
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(TESTS, 'package.json'), 'utf8'));
  const licenceOf = (name) => require(path.join(TESTS, 'node_modules', name, 'package.json')).license;
  const wanted = Object.keys(devDependencies).map((name) => [name, licenceOf(name)]);
  expect(said.filter(([name]) => name !== 'package').sort()).toEqual(wanted.sort());
});

test('it opens in WeChat DevTools as it is', () => {
  const project = json('project.config.json');
  expect(project).toMatchObject({ appid: 'touristappid', compileType: 'miniprogram' });
  expect(files().filter((file) => file.startsWith('node_modules'))).toEqual([]);
  files('.json').forEach((file) => expect(() => json(file)).not.toThrow());
});
