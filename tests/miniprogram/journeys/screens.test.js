/** Every page as Chromium lays it out, 750 pixels wide: one rpx is one pixel. Photographs on request. */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { open, closeAll, source } = require('../world/pages');
const { read } = require('../world/sources');

const { fresh, phone, world } = simulated;
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => !spawnSync(name, ['--version']).error);
const WIDTH = 750;
const inPixels = (style) => style.replace(/(\d)rpx/g, '$1px');
/** What WeChat's own elements look like, as far as boxes depend on it. */
const BASE = `
  * { box-sizing: border-box; } html, body { margin: 0; }
  wx-view, wx-button, wx-input, wx-picker, wx-textarea { display: block; } wx-button { text-align: center; }
  wx-input { min-height: 1.4em; }
  body { font-family: "WenQuanYi Micro Hei", sans-serif; }`;
const MEASURE = `
  const boxes = [...document.querySelectorAll('[data-tap]')].map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return { name: one.textContent.trim().slice(0, 20), width, height };
  });
  const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
  const small = [...document.querySelectorAll('body *:not(script)')].filter((one) =>
    [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && parseFloat(getComputedStyle(one).fontSize) < 32);
  const found = { boxes, wide: wide.map((one) => one.className), small: small.map((one) => one.textContent.trim()) };
  document.body.innerHTML = '';
  document.body.textContent = 'FOUND' + btoa(encodeURIComponent(JSON.stringify(found))) + 'END';`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'screens-'));
afterEach(closeAll);
afterAll(() => fs.rmSync(folder, { recursive: true }));

function written(page, name, script) {
  page.tappable().forEach((dom) => dom.setAttribute('data-tap', ''));
  const tokens = inPixels(read('styles/tokens.wxss')).replace(/\bpage \{/g, ':root {');
  const styles = [...document.querySelectorAll('style')].map((one) => inPixels(one.textContent)).join('\n');
  const html = `<!doctype html><meta charset="utf-8"><style>${tokens}\n${BASE}\n${styles}</style><body>${page.html()}<script>${script}</script>`;
  const file = path.join(folder, `${name}.html`);
  fs.writeFileSync(file, html);
  return file;
}

function chromium(file, ...words) {
  const common = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${folder}/profile`];
  return spawnSync(CHROMIUM, [...common, ...words, `file://${file}`], { encoding: 'utf8', timeout: 60000 }).stdout;
}

function photographed(page, name) {
  const place = process.env.YIWANG_SCREENS;
  if (!place) return;
  fs.mkdirSync(place, { recursive: true });
  const dark = name.endsWith('dark') ? ['--blink-settings=preferredColorScheme=0'] : [];
  chromium(written(page, name, ''), `--window-size=${WIDTH},1800`, `--screenshot=${path.join(place, `${name}.png`)}`, ...dark);
}

const SCREENS = [
  ['home', 'pages/index/index', {}],
  ['services', 'pages/services/index', {}],
  ['search', 'pages/search/index', { q: '护照要什么材料' }],
  ['danger', 'pages/search/index', { q: '燃气泄漏了' }],
  ['guide', 'pages/guide/detail', { key: 'passport' }],
  ['theme', 'pages/theme/detail', { key: 'bakery' }],
  ['status', 'pages/status/index', {}],
  ['me', 'pages/me/index', {}],
  ['case', 'pages/case/detail', { id: world.citizen.case }],
  ['messages', 'pages/messages/index', {}],
  ['start', 'apply/start/index', { key: 'passport' }],
  ['tasks', 'apply/tasks/index', { id: world.citizen.ready }],
  ['correcting', 'apply/tasks/index', { id: world.citizen.case }],
  ['question', 'apply/question/index', { id: world.citizen.ready, key: 'situation' }],
  ['person', 'apply/person/index', { id: world.citizen.ready }],
  ['proving', 'apply/identity/index', { id: world.citizen.unproven }],
  ['form', 'apply/form/index', { id: world.citizen.ready }],
  ['material', 'apply/material/index', { id: world.citizen.ready, key: 'exit-entry-photo' }],
  ['delivery', 'apply/delivery/index', { id: world.citizen.ready }],
  ['check', 'apply/check/index', { id: world.citizen.ready }],
  ['city', 'apply/city/index', { id: world.citizen.ready }],
  ['full', 'apply/full/index', { id: world.citizen.case }],
  ['originals', 'apply/originals/index', { id: world.citizen.case }],
  ['receipt', 'apply/receipt/index', { id: world.citizen.case }],
  ['settings', 'mine/settings/index', {}],
  ['halls', 'pages/halls/index', {}],
  ['identity', 'mine/identity/index', {}],
  ['counter-code', 'mine/counter-code/index', {}],
  ['ways', 'mine/ways/index', {}],
  ['merge', 'mine/merge/index', {}],
  ['addresses', 'mine/addresses/index', {}],
  ['address', 'mine/addresses/edit', {}],
  ['notifications', 'mine/notifications/index', {}],
  ['data', 'mine/data/index', {}],
  ['details', 'mine/details/index', {}],
  ['companies', 'enterprise/companies/index', {}],
  ['invite', 'enterprise/invite/index', {}],
  ['market', 'market/services/index', {}],
  ['service', 'market/service/index', { key: world.market.service }],
  ['compare', 'market/compare/index', { key: world.market.service, agencies: world.market.agencies.join(',') }],
  ['agency', 'market/agency/index', { id: world.market.agencies[0] }],
  ['needs', 'market/needs/index', {}],
  ['need', 'market/need/index', { id: world.market.drawn }],
  ['bid', 'market/bid/index', { id: world.market.open }],
  ['draw', 'market/draw/index', { number: world.market.draw }],
  ['own', 'market/own/index', {}],
];

/** What is tapped before the photograph, where a page shows little by itself. */
const TAPS = { 'counter-code': '出示核验码', companies: '认领企业', halls: '各个窗口和办公时间', notifications: '自己定时间' };

if (!CHROMIUM) console.warn('no Chromium here: no page is laid out');
const measured = CHROMIUM ? test : test.skip;

measured.each(SCREENS.flatMap((screen) => [[...screen, 1], [...screen, 1.375]]))(
  '%s (%s %p) at scale %p: targets for fingers, nothing cut off, type that can be read',
  async (name, address, query, scale) => {
    fresh(world.citizen.user);
    phone.fontSizeSetting = 16 * scale;
    source('shared/look').measure();
    const page = await open(address, query);
    if (TAPS[name]) {
      await page.tap(TAPS[name]);
      await page.settled();
    }
    const out = chromium(written(page, name, MEASURE), `--window-size=${WIDTH},1800`, '--dump-dom');
    const { boxes, wide, small } = JSON.parse(decodeURIComponent(atob(/FOUND(.*)END/.exec(out)[1])));
    photographed(page, `${name}-${scale}`);
    if (scale === 1) photographed(page, `${name}-dark`);
    const least = scale === 1 ? 88 : 120;
    expect(boxes.length).toBeGreaterThan(0);
    expect(boxes.filter((one) => one.height < least || one.width < least)).toEqual([]);
    expect({ wide, small }).toEqual({ wide: [], small: [] });
  },
);
