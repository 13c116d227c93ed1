/** From page to page as the person's taps lead, and what others do meanwhile. */
const { open, closeAll, source, until } = require('./pages');

const { phone, sent, world } = simulated;

const where = () => phone.visited.map((one) => one.url).pop();

/** Opens the page that the last tap led to. */
async function follow() {
  const [page, query = ''] = where().slice(1).split('?');
  closeAll();
  return open(page, Object.fromEntries(new URLSearchParams(query)));
}

/** Taps, waits for the page to be left, and opens where it led. */
async function tapOn(page, words) {
  const before = phone.visited.length;
  await page.tap(words);
  await until(() => phone.visited.length > before, `to be led on by: ${words}\n${page.text()}\n${JSON.stringify(phone.told.slice(-1))}`);
  return follow();
}

/** What the counter does. */
async function staff(path, body) {
  const header = { Authorization: `Bearer ${world.staff}`, 'content-type': 'application/json' };
  const answer = await sent({ url: `${world.api}/staff/v1/${path}`, method: 'POST', header, data: body || {} });
  if (answer.statusCode >= 300) throw new Error(`${path}: ${JSON.stringify(answer.data)}`);
  return answer.data;
}

/** One move of the counter. */
const counter = (caseId, move, body) => staff(`cases/${caseId}/${move}`, body);

/** A number that nobody bears, for there is no county of its code, and no account had before. */
function invented() {
  const number = `37000019900307${String(Math.floor(Math.random() * 1000)).padStart(3, '0')}`;
  const sum = [...number].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return number + '10X98765432'[sum % 11];
}

/** The carrier scans a parcel at every station up to that operation code. */
async function carried(waybill, to, script = 'normal') {
  const url = `${world.ems}/_simulator/parcels/${waybill}/play`;
  const answer = await sent({ url, method: 'POST', header: { 'content-type': 'application/json' }, data: { script, until: to } });
  if (answer.statusCode >= 300) throw new Error(JSON.stringify(answer.data));
}

/** The API as the person's own phone asks it. */
const mine = (method, path, asked) => source('api/index').callAsMe(method, path, asked);
const caseOf = (id) => mine('get', '/api/v1/cases/{case_id}', { path: { case_id: id } });

/** Resolves with the case once it is as wanted. */
async function caseThat(id, isWanted, what) {
  const ends = Date.now() + 20000;
  for (;;) {
    const found = await caseOf(id);
    if (isWanted(found)) return found;
    if (Date.now() > ends) throw new Error(`the case never came to be ${what}: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const PASSPORT = { situation: 'renewal', 'holder-age': 'adult', 'state-worker': 'no' };
const CURIOUS = { name: '张三丰', id_number: '370000199003070018', phone: '13800138000' };
const BOOK = {
  userName: '张三丰',
  telNumber: '13800138000',
  provinceName: '示范省',
  cityName: '示范市',
  countyName: '示范区',
  detailInfo: '和平街道幸福路1号2单元301室',
};

/** A draft for a passport in which all questions are answered and the person is known. */
async function draft(item = 'passport', situation = PASSPORT) {
  await mine('put', '/api/v1/me/real-name', { body: CURIOUS });
  const made = await mine('post', '/api/v1/cases', { body: { item_key: item, situation } });
  return made.id;
}

/** WeChat ends the mini-program and begins it anew: nothing but its storage and files is left. */
function restarted() {
  closeAll();
  phone.listeners = { network: [], weak: [], privacy: [], update: [] };
  jest.resetModules();
  source('config').base = world.api;
  source('shared/network').begin();
}

module.exports = { where, follow, tapOn, staff, counter, invented, carried, mine, caseOf, caseThat, draft, restarted, BOOK, CURIOUS };
