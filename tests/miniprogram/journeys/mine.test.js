/** One's own: signing in without a word, cases, messages, the phone number, for whom one acts. */
const { open, closeAll, source, until } = require('../world/pages');

const { phone, fresh, world, simulator } = simulated;
const { citizen, boss } = world;
beforeEach(() => fresh(citizen.user));
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();
const asked = (path) => phone.asked.filter((one) => one.path.startsWith(path));

test('own cases are there without any form to sign in', async () => {
  const me = await open('pages/me/index');
  expect(me.text()).toContain('张**');
  expect(me.text()).toContain('需要补正');
  expect(me.text()).toContain('草稿');
  expect(asked('/api/v1/sessions/mini-program').length).toBe(1);
  await me.tap('需要补正');
  expect(where()).toBe(`/pages/case/detail?id=${citizen.case}`);
});

test('a case shows its status, what must be corrected, and its history newest first', async () => {
  const page = await open('pages/case/detail', { id: citizen.case });
  expect(page.text()).toContain('需要补正');
  expect(page.text()).toContain('照片模糊,看不清。请在光线充足处重新拍摄。');
  expect(page.data.steps.length).toBe(2);
  expect(page.text()).toContain(page.data.steps[0].text);
  expect(page.data.steps[1].text).toContain('收到您的申请');
  await page.tap('看办事指南');
  expect(where()).toBe('/pages/guide/detail?key=passport');
});

test('the case of somebody else is refused in the words of the API', async () => {
  const page = await open('pages/case/detail', { id: boss.case });
  expect(page.data.found).toBeNull();
  expect(page.text()).toContain(page.data.problem);
  expect(page.data.problem).not.toBe('');
});

test('messages are unread until they are opened, and lead to their case', async () => {
  const messages = await open('pages/messages/index');
  const [newest, before] = messages.data.messages;
  expect([newest.is_read, before.is_read]).toEqual([false, false]);
  expect(messages.text().match(/未读/g).length).toBe(2);
  await messages.tap(newest.title);
  await messages.settled();
  expect(where()).toBe(`/${newest.page}`);
  closeAll();
  const again = await open('pages/messages/index');
  expect(again.data.messages.map((one) => one.is_read)).toEqual([true, false]);
  await again.tap('全部标为已读');
  await again.settled();
  expect(again.text()).not.toContain('未读');
  closeAll();
  const later = await open('pages/messages/index');
  expect(later.data.messages.every((one) => one.is_read)).toBe(true);
});

test('somebody new has nothing yet, and is shown the way on', async () => {
  fresh();
  const me = await open('pages/me/index');
  expect(me.text()).toContain('还没有办件');
  await me.tap('去办事');
  expect(where()).toBe('/pages/services/index');
  const messages = await open('pages/messages/index');
  expect(messages.text()).toContain('还没有消息');
});

test('the phone number is asked for after the person has agreed, and is bound', async () => {
  fresh();
  source('shared/privacy').begin();
  const me = await open('pages/me/index');
  const number = `139${String(Math.random()).slice(2, 10)}`;
  await simulator('person', { phone: number });
  await me.tap('绑定手机号');
  expect(me.text()).toContain('接收办件进度通知');
  expect(me.find('[class*=phone]')).toBeNull();
  await me.tap('不同意');
  expect(me.find('[class*=phone]')).toBeNull();
  await me.tap('绑定手机号');
  await me.tap('查看隐私保护指引全文');
  expect(phone.contractsRead).toBe(1);
  me.send(me.find('[class*=agree]'), 'agreeprivacyauthorization', {});
  await me.shows('用微信绑定的手机号');
  const { code } = await simulator('phone-code');
  me.send(me.find('[class*=phone]'), 'getphonenumber', { code, errMsg: 'getPhoneNumber:ok' });
  await me.shows(`${number.slice(0, 3)}****${number.slice(7)}`);
});

test('who does not give the number loses nothing; a code that WeChat refuses is told', async () => {
  fresh();
  phone.hasAgreed = true;
  const me = await open('pages/me/index');
  await me.tap('绑定手机号');
  await me.shows('用微信绑定的手机号');
  me.send(me.find('[class*=phone]'), 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' });
  expect(asked('/api/v1/me/phone')).toEqual([]);
  me.send(me.find('[class*=phone]'), 'getphonenumber', { code: 'never-issued', errMsg: 'getPhoneNumber:ok' });
  await until(() => phone.told.length, 'a sentence');
  expect(phone.told[0].content).not.toBe('');
});

test('who acts for an enterprise sees its cases, and their own again', async () => {
  fresh(boss.user);
  const me = await open('pages/me/index');
  expect(me.text()).toContain('为谁办');
  expect(me.text()).toContain('还没有办件');
  await me.tap('为谁办');
  expect(where()).toBe('/mine/acting/index');
  const acting = await open('mine/acting/index');
  await acting.tap('示范物流有限公司');
  const company = await open('pages/me/index');
  expect(company.text()).toContain('示范物流有限公司');
  expect(company.text()).toContain('公章刻制备案');
  const page = await open('pages/case/detail', { id: boss.case });
  expect(page.data.found.enterprise_id).toBe(boss.enterprise);
  const back = await open('mine/acting/index');
  expect(back.data.chosen).toBe(boss.enterprise);
  await back.tap('本人');
  expect((await open('pages/me/index')).text()).toContain('还没有办件');
});

test('whose power has ended is told, and acts for themselves again', async () => {
  source('api/index').session.actFor({ id: boss.enterprise, name: '示范物流有限公司' });
  const me = await open('pages/me/index');
  expect(me.text()).toContain('张**');
  expect(me.text()).toContain('需要补正');
  expect(phone.told[0].content).not.toBe('');
  expect(source('api/index').session.actingFor()).toBeNull();
});

test('who signs out stays out until they want in again', async () => {
  await open('pages/me/index');
  const settings = await open('mine/settings/index');
  await settings.tap('退出登录');
  await until(() => asked('/api/v1/sessions/end').length, 'the end of the session');
  await settings.settled();
  expect(phone.storage.has('session')).toBe(false);
  const before = phone.asked.length;
  const me = await open('pages/me/index');
  const messages = await open('pages/messages/index');
  expect(messages.text()).toContain('微信登录');
  expect(phone.asked.length).toBe(before);
  await me.tap('微信登录');
  await me.shows('张**');
});
