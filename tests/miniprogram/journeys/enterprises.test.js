/** For a company: whose one is, its clerks and cases, invitations accepted and given up. */
const { open, closeAll, source, until } = require('../world/pages');

const { phone, fresh, world } = simulated;
const { boss, invitee, citizen } = world;
beforeEach(() => {
  fresh(boss.user);
  source('config').base = world.api;
});
afterEach(closeAll);
// A stack that is kept running may have an invitation of the run before.
beforeAll(async () => {
  fresh(boss.user);
  source('config').base = world.api;
  const open = (await clerks()).filter((one) => ['invited', 'active'].includes(one.state));
  const revoke = '/api/v1/enterprises/{enterprise_id}/clerks/{clerk_id}/revoke';
  await Promise.all(open.map(({ id }) => api().callAsMe('post', revoke, { path: { enterprise_id: boss.enterprise, clerk_id: id } })));
});

const where = () => phone.visited.map((one) => one.url).pop();
const asked = (method, path) => phone.asked.filter((one) => one.method === method && one.path.startsWith(path));
const api = () => source('api/index');
const me = (path) => api().callAsMe('get', path);
const clerks = async () => (await me(`/api/v1/enterprises/${boss.enterprise}/clerks`)).clerks;

async function invited(more = {}) {
  fresh(boss.user);
  const body = { name: invitee.name, phone: invitee.phone, ends_on: nextMonth(), item_keys: null, ...more };
  return api().callAsMe('post', '/api/v1/enterprises/{enterprise_id}/clerks', { path: { enterprise_id: boss.enterprise }, body, once: 'invite' });
}

const nextMonth = () => new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);

test('one\'s company, acted for, shows its cases; and one\'s own again', async () => {
  const home = await open('enterprise/companies/index');
  expect(home.text()).toContain('示范物流有限公司法定代表人');
  await home.tap('示范物流有限公司');
  expect(where()).toBe(`/enterprise/company/index?id=${boss.enterprise}`);
  const company = await open('enterprise/company/index', { id: boss.enterprise });
  expect(company.data.cases).toEqual([]);
  await company.tap('为这家企业办');
  await company.settled();
  await company.tap('公章刻制备案');
  expect(where()).toBe(`/pages/case/detail?id=${boss.case}`);
  expect(api().session.actingFor()).toMatchObject({ id: boss.enterprise });
  await company.tap('改为本人办');
  await company.settled();
  expect(company.data.cases).toEqual([]);
  expect(api().session.actingFor()).toBeNull();
});

test('who did what for the company is told with their office', async () => {
  api().session.actFor({ id: boss.enterprise, name: '示范物流有限公司' });
  const begun = await api().callAsMe('post', '/api/v1/cases', { body: { item_key: 'seal' }, once: 'begin', isActing: true });
  const path = { case_id: begun.id };
  await api().callAsMe('post', '/api/v1/cases/{case_id}/filling', { path, body: { form: { 'seal-kinds': 'basic-set' } }, isActing: true });
  await api().callAsMe('post', '/api/v1/cases/{case_id}/submit', { path, once: 'submit', isActing: true });
  const company = await open('enterprise/company/index', { id: boss.enterprise });
  await company.tap('谁办了什么');
  await company.settled();
  const { entries } = await me(`/api/v1/enterprises/${boss.enterprise}/activity`);
  expect(company.data.done.length).toBe(entries.length);
  expect(entries.length).toBeGreaterThan(0);
  expect(company.text()).toContain(`法定代表人${entries[0].who}(您):${entries[0].text}`);
});

test('a company of somebody else is not shown', async () => {
  fresh(citizen.user);
  const company = await open('enterprise/company/index', { id: boss.enterprise });
  expect(company.text()).toContain('您现在不能为这家企业办事');
  expect(company.text()).not.toContain('示范物流');
});

test('who is not proven enough is told by the API and led to their identity', async () => {
  const { social_credit_code: code } = (await me('/api/v1/me/enterprises')).enterprises[0].enterprise;
  fresh(citizen.user);
  const home = await open('enterprise/companies/index');
  await home.tap('认领企业');
  await home.type('统一社会信用代码', '123');
  await home.tap('认领');
  await home.settled();
  expect(home.data.rows[0].problem).not.toBe('');
  await home.type('统一社会信用代码', code);
  await home.tap('认领');
  await home.settled();
  expect(home.data.fault).not.toBe('');
  await home.tap('去核验身份');
  expect(where()).toBe('/mine/identity/index');
});

test('a clerk is invited for chosen items, accepts, acts for it, and gives it up', async () => {
  const invite = await open('enterprise/invite/index', { id: boss.enterprise });
  await invite.tap('发出邀请');
  await invite.settled();
  expect(invite.data.rows.map((one) => Boolean(one.problem))).toEqual([true, true, true]);
  await invite.type('经办人姓名', invitee.name);
  await invite.type('经办人手机号', invitee.phone);
  invite.instance.fill({ detail: { key: 'ends_on', value: nextMonth() } });
  await invite.tap('只办选定的事项');
  await invite.settled();
  const item = invite.data.items.find((one) => one.key === 'seal') || invite.data.items[0];
  await invite.tap(item.name);
  await invite.tap('发出邀请');
  await invite.settled();
  expect(invite.data.fault).toBe('');
  const [sent] = await clerks();
  expect(sent).toMatchObject({ state: 'invited', item_keys: [item.key] });

  fresh(invitee.user);
  const home = await open('enterprise/companies/index');
  expect(home.text()).toContain('示范物流有限公司请您做经办人');
  await home.tap('接受');
  await until(() => home.data.companies.length === 1 && !home.data.isBusy, 'the company');
  expect(home.text()).toContain('经办人');
  const company = await open('enterprise/company/index', { id: boss.enterprise });
  expect(company.text()).not.toContain('授权经办人');
  phone.says = true;
  await home.tap('放弃');
  await until(() => home.data.companies.length === 0 && !home.data.isBusy, 'no company');
});

test('an invitation is refused by whom it reached; an appointment is revoked after a question', async () => {
  await invited();
  fresh(invitee.user);
  const home = await open('enterprise/companies/index');
  phone.says = true;
  await home.tap('不接受');
  await until(() => home.data.invited.length === 0 && !home.data.isBusy, 'no invitation');
  const { id } = await invited();
  const company = await open('enterprise/company/index', { id: boss.enterprise });
  phone.says = false;
  await company.tap('撤销');
  expect(asked('POST', `/api/v1/enterprises/${boss.enterprise}/clerks/${id}`)).toEqual([]);
  phone.says = true;
  await company.tap('撤销');
  await until(() => company.data.clerks.every((one) => !one.isOpen), 'the end');
  expect((await clerks()).find((one) => one.id === id).state).toBe('revoked');
});

test('a lost answer to an invitation is asked for again and invites once', async () => {
  const invite = await open('enterprise/invite/index', { id: boss.enterprise });
  await invite.type('经办人姓名', invitee.name);
  await invite.type('经办人手机号', invitee.phone);
  invite.instance.fill({ detail: { key: 'ends_on', value: nextMonth() } });
  const before = (await clerks()).length;
  let lost = 1;
  phone.between = (options) => {
    if (options.method !== 'POST' || lost-- <= 0) return null;
    return simulated.sent(options).then(() => ({ errMsg: 'request:fail timeout' }));
  };
  await invite.tap('发出邀请');
  await invite.settled();
  phone.between = null;
  expect(phone.visited.pop()).toMatchObject({ how: 'navigateBack' });
  expect((await clerks()).length).toBe(before + 1);
});
