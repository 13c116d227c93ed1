/** Filling in: faults at their fields, kinds of fields, addresses, and what others did meanwhile. */
const { open, closeAll, source, until, simulate } = require('../world/pages');
const { caseOf, draft, invented, mine, restarted, staff, tapOn, where, BOOK } = require('../world/walking');

const { phone, fresh, photograph, sent, world } = simulated;

beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
  restarted();
});
afterEach(closeAll);

/** A passport draft to which only a look is missing. */
async function readyDraft() {
  const id = await draft();
  const path = { case_id: id };
  const address = { name: '张三丰', phone: '13800138000', province: '示范省', city: '示范市', county: '示范区', address: '和平街道幸福路1号' };
  const form = { 'name-in-pinyin': 'ZHANG SANFENG' };
  await mine('post', '/api/v1/cases/{case_id}/filling', { path, body: { form, delivery: { kind: 'post', address, save_address: false, agrees_to_postage: false } } });
  for (const [shade, key] of [[14, 'exit-entry-photo'], [15, 'old-passport']]) {
    const page = await open('apply/material/index', { id, key });
    phone.album = [photograph(shade)];
    await page.tap('拍照或从相册选');
    await page.shows('已收到');
    await until(() => !page.data.under.length, 'the end of sending');
    closeAll();
  }
  return id;
}

/** A day or an option is chosen as WeChat tells it. */
async function picked(page, value) {
  const picker = page.find('wx-picker');
  page.send(picker, 'change', { value });
  await simulate.sleep(20);
}

test('a day is picked, a number typed, and each is told what is wrong with it', async () => {
  const id = await draft('retire', { 'insured-as': 'flexible' });
  const page = await open('apply/form/index', { id });
  expect(page.text()).toContain('点这里选日期');
  await page.type('养老金领取账户', '12ab');
  await page.tap('保存并继续');
  await page.settled();
  expect(page.text()).toContain('银行账号应为8到30位数字。');
  expect(page.text()).toMatch(/请填写“[^”]+”。/);
  expect(page.data.refusal).toContain('2处');
  await picked(page, '2027-03-01');
  await page.type('养老金领取账户', '6222020200012345678');
  await tapOn(page, '保存并继续');
  const kept = await caseOf(id);
  expect(kept.form['retire-on']).toBe('2027-03-01');
  const again = await open('apply/form/index', { id });
  expect(again.text()).toContain('2027-03-01');
  expect(again.text()).not.toContain('6222020200012345678');
  // A masked number that is sent back as it is shown changes nothing.
  await tapOn(again, '保存并继续');
  expect((await caseOf(id)).form).toEqual(kept.form);
});

test('an option is chosen, and postage must be agreed to where the receiver pays', async () => {
  const id = await draft('hkm-permit', { situation: 'first', purpose: 'individual' });
  const form = await open('apply/form/index', { id });
  const field = form.data.fields.find((one) => one.key === 'travel-destination').field;
  await form.tap(field.options[0].label);
  await form.type('姓名拼音', 'ZHANG SANFENG');
  await tapOn(form, '保存并继续');
  expect((await caseOf(id)).form['travel-destination']).toBe(field.options[0].key);
  const page = await open('apply/delivery/index', { id });
  await page.tap('邮寄到家');
  phone.book = BOOK;
  await page.tap('用微信里的地址');
  await page.tap('保存并继续');
  await page.settled();
  expect(page.text()).toContain('邮费由您签收时支付,请确认同意到付。');
  await page.tap('邮费由收件人签收时支付');
  await page.tap('填一个新地址');
  await page.tap('保存并继续');
  await until(() => phone.visited.length, `to be led on\n${page.text()}`);
  expect((await caseOf(id)).delivery_kind).toBe('post');
});

test('an address is read from a pasted text, kept when that is agreed to, and chosen the next time', async () => {
  const id = await draft();
  const page = await open('apply/delivery/index', { id });
  await page.tap('邮寄到家');
  await page.tap('保存并继续');
  await page.settled();
  expect(Object.keys(page.data.fields)).toEqual(expect.arrayContaining(['name', 'phone', 'province', 'address']));
  await page.type('粘贴一整段地址', '张三丰 13800138000 示范省示范市示范区和平街道幸福路1号2单元');
  await page.tap('识别这段地址');
  await until(() => page.data.address.name === '张三丰', `the address\n${page.text()}`);
  await page.tap('同意保存为常用地址');
  await tapOn(page, '保存并继续');
  const second = await draft();
  const next = await open('apply/delivery/index', { id: second });
  expect(next.data.places.length).toBe(2);
  await next.tap('邮寄到家');
  await next.tap(next.data.places[0].label);
  await tapOn(next, '保存并继续');
  expect((await caseOf(second)).delivery_kind).toBe('post');
  // What is chosen now is shown masked, and stays as it is.
  const shown = await open('apply/delivery/index', { id: second });
  expect(shown.text()).toContain('现在选的:');
  expect(shown.text()).not.toContain('幸福路1号2单元');
  await tapOn(shown, '保存并继续');
});

test('what another phone wrote meanwhile is not lost, and neither is what was typed here', async () => {
  const id = await draft();
  const page = await open('apply/form/index', { id });
  await page.type('姓名拼音', 'ZHANG SANFENG');
  const elsewhere = { form: { 'passport-situation-note': '公务出国' } };
  await mine('post', '/api/v1/cases/{case_id}/filling', { path: { case_id: id }, body: elsewhere });
  await page.tap('保存并继续');
  await page.settled();
  expect(page.text()).toContain('刚在别的手机、电脑上');
  expect(page.data.fields.find((one) => one.key === 'name-in-pinyin').value).toBe('ZHANG SANFENG');
});

test('an answer that makes another question needless leads on, and the check leads back to itself', async () => {
  const id = await draft();
  const page = await open('apply/question/index', { id, key: 'holder-age' });
  const minor = page.data.question.options.find((one) => one.key === 'minor');
  await tapOn(page, minor.label);
  const listed = await mine('get', '/api/v1/cases/{case_id}/tasks', { path: { case_id: id } });
  expect(listed.steps[0].tasks.map((one) => one.key)).not.toContain('state-worker');
  await open('apply/question/index', { id, key: 'state-worker' });
  expect(where()).toBe(`/apply/tasks/index?id=${id}`);
});

test('from the check to a field and back to the check', async () => {
  const id = await readyDraft();
  const check = await open('apply/check/index', { id });
  const form = await tapOn(check, '姓名拼音');
  expect(where()).toBe(`/apply/form/index?id=${id}&then=check`);
  await form.type('姓名拼音', 'ZHANG SAN FENG');
  const again = await tapOn(form, '保存并继续');
  expect(where()).toBe(`/apply/check/index?id=${id}`);
  expect(again.text()).toContain('ZHANG SAN FENG');
});

test('a lost answer and a restart do not send it twice', async () => {
  const id = await readyDraft();
  const check = await open('apply/check/index', { id });
  const keys = [];
  phone.between = (options) => {
    if (!options.url.endsWith('/submit')) return null;
    keys.push(options.header['Idempotency-Key']);
    return keys.length > 1 ? { errMsg: 'request:fail' } : sent(options).then(() => ({ errMsg: 'request:fail' }));
  };
  await check.tap('确认提交');
  await until(() => phone.visited.length, 'the page of what was sent');
  expect(where()).toBe(`/pages/case/detail?id=${id}`);
  expect(new Set(keys).size).toBe(1);
  phone.between = null;
  restarted();
  await open('apply/check/index', { id });
  expect(where()).toBe(`/pages/case/detail?id=${id}`);
  const history = await mine('get', '/api/v1/cases/{case_id}/history', { path: { case_id: id } });
  expect(history.events.filter((one) => one.status_after === 'submitted').length).toBe(1);
});

test('what is not ready is not sent: the list says what is missing', async () => {
  const id = await draft();
  await open('apply/check/index', { id });
  expect(where()).toBe(`/apply/tasks/index?id=${id}`);
});

test('who is to be known better is told the ways, and goes on once the counter has looked', async () => {
  const id = await draft('id-nocrime', { 'applicant-kind': 'self' });
  const who = { name: '张三丰', id_number: invented(), phone: '13800138000' };
  await mine('put', '/api/v1/me/real-name', { body: who });
  const list = await open('apply/tasks/index', { id });
  const page = await tapOn(list, '继续:核验身份');
  expect(page.text()).toContain('这一步需要更高的身份核验等级');
  expect(page.text()).toContain('窗口');
  await page.tap('已经核验,继续');
  await page.settled();
  expect(where()).toContain('/apply/identity/index');
  await page.tap('窗口');
  expect(where()).toBe('/mine/counter-code/index');
  const { code } = await mine('post', '/api/v1/me/counter-code');
  await staff('people/counter-verification', { code, name: who.name, id_number: who.id_number, reason: '本人持身份证到窗口核验' });
  await page.tap('已经核验,继续');
  await until(() => where().includes('/apply/form/index'), `the next task\n${page.text()}`);
});

test('a draft of somebody else is refused in the words of the API on every page', async () => {
  const id = await draft();
  fresh();
  restarted();
  for (const name of ['tasks', 'question', 'form', 'material', 'delivery', 'check', 'receipt', 'address', 'identity']) {
    const page = await open(`apply/${name}/index`, { id, key: 'situation' });
    expect({ name, problem: page.data.problem }).toEqual({ name, problem: expect.stringContaining('没有') });
    closeAll();
  }
  expect(phone.visited).toEqual([]);
});

test('who acts for an enterprise begins for it, and says so', async () => {
  fresh(world.boss.user);
  source('api/index').session.actFor({ id: world.boss.enterprise, name: '示范物流有限公司' });
  const start = await open('apply/start/index', { key: 'seal' });
  expect(start.text()).toContain('示范物流有限公司');
  const tasks = await tapOn(start, '申请一份');
  const id = /id=(.+)$/.exec(where())[1];
  const made = await mine('get', '/api/v1/cases/{case_id}', { path: { case_id: id }, isActing: true });
  expect(made.enterprise_id).toBe(world.boss.enterprise);
  expect(tasks.text()).toContain('印章');
});
