/** What comes between: pages that are no answers, sessions that end elsewhere, phones that are full. */
const { open, closeAll, source } = require('../world/pages');

const { phone, fresh, world, sent } = simulated;

let api;
beforeEach(() => {
  fresh();
  jest.resetModules();
  api = source('api/index');
  source('config').base = world.api;
});
afterEach(closeAll);

const asked = (path) => phone.asked.filter((one) => one.path.startsWith(path));
const me = () => api.callAsMe('get', '/api/v1/me');
const begin = () => api.callAsMe('post', '/api/v1/cases', { body: { item_key: 'seal' }, once: 'begin seal' });
const json = { 'content-type': 'application/json' };

/** On another device. */
async function endElsewhere() {
  const { refresh } = phone.storage.get('session');
  await sent({ url: `${world.api}/api/v1/sessions/end`, method: 'POST', header: json, data: { refresh_token: refresh } });
  phone.storage.set('session', { ...phone.storage.get('session'), until: 0 });
}

test.each([['a page', '<html>请先登录无线网</html>'], ['nothing', ''], ['a word', 'ok'], ['nothing at all', undefined]])(
  'an answer that is %s is no success: it is asked again, and the key stays',
  async (_, data) => {
    await me();
    let wrong = 1;
    phone.between = ({ url }) => (url.endsWith('/api/v1/cases') && wrong-- > 0 ? { statusCode: 200, header: {}, data } : null);
    expect((await begin()).id).toBeTruthy();
    const keys = asked('/api/v1/cases').map((one) => one.header['Idempotency-Key']);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    wrong = 99;
    await expect(begin()).rejects.toMatchObject({ code: 'no_answer', status: 0 });
    const { key } = phone.storage.get('request_keys')['begin seal'];
    phone.between = null;
    await begin();
    expect(asked('/api/v1/cases').pop().header['Idempotency-Key']).toBe(key);
  },
);

test('a refusal that the API did not speak is not the last word', async () => {
  await me();
  phone.between = ({ url }) => (url.endsWith('/api/v1/cases') ? { statusCode: 403, header: {}, data: '<html>' } : null);
  await expect(begin()).rejects.toMatchObject({ code: 'no_answer' });
  expect(phone.storage.get('request_keys')).toHaveProperty('begin seal');
});

test('what is no session is not kept', async () => {
  phone.between = ({ url }) => (url.includes('/sessions/') ? { statusCode: 200, header: {}, data: { welcome: true } } : null);
  await expect(me()).rejects.toMatchObject({ code: 'no_answer' });
  expect(phone.storage.has('session')).toBe(false);
  phone.between = null;
  expect((await me()).has_real_name).toBe(false);
});

test('a token that can never be renewed is given up', async () => {
  await me();
  phone.storage.set('session', { ...phone.storage.get('session'), refresh: '', until: 0 });
  expect((await me()).has_real_name).toBe(false);
  expect(asked('/api/v1/sessions').map((one) => one.path.split('/').pop())).toEqual(['mini-program', 'refresh', 'mini-program']);
});

test('a phone that is full is signed in once, and a create is done once', async () => {
  const { setStorageSync } = wx;
  wx.setStorageSync = () => {
    throw new Error('setStorageSync:fail exceed storage max size 10Mb');
  };
  try {
    await me();
    await me();
    expect(asked('/api/v1/sessions').length).toBe(1);
    phone.between = (options) => (options.url.endsWith('/api/v1/cases') ? sent(options).then(() => ({ errMsg: 'request:fail timeout' })) : null);
    await expect(begin()).rejects.toMatchObject({ code: 'timeout' });
    phone.between = null;
    await begin();
    expect(new Set(asked('/api/v1/cases').map((one) => one.header['Idempotency-Key'])).size).toBe(1);
  } finally {
    wx.setStorageSync = setStorageSync;
  }
});

test('who was signed out elsewhere is asked first, and nothing of the account stays', async () => {
  await me();
  api.session.actFor({ id: world.boss.enterprise, name: '甲' });
  phone.storage.set('uploads_under_way', [{ mark: 'x' }]);
  phone.storage.set('request_keys', { 'begin seal': { key: 'x', digest: 1, at: Date.now() } });
  await endElsewhere();
  phone.says = false;
  await expect(me()).rejects.toMatchObject({ code: 'signed_out' });
  expect(phone.told.map((one) => one.title)).toEqual(['要重新登录吗?']);
  expect(asked('/api/v1/sessions/mini-program').length).toBe(1);
  expect([...phone.storage.keys()]).toEqual(['signed_out']);
  await expect(me()).rejects.toMatchObject({ code: 'signed_out' });
  expect(phone.told.length).toBe(1);
});

test('a form that somebody else has changed says so, though it cannot be read again', async () => {
  phone.user = world.citizen.user;
  const form = await open('apply/form/index', { id: world.citizen.ready });
  const changed = { title: '别处改过了。', code: 'case_changed', status: 412 };
  phone.between = ({ method }) => (method === 'GET' ? { errMsg: 'request:fail offline' } : { statusCode: 412, header: {}, data: changed });
  await form.instance.save();
  expect(form.data.refusal).toBe('别处改过了。');
  expect(form.data.isBusy).toBe(false);
});

test('what refuses a submission is told, though the case cannot be read again', async () => {
  phone.user = world.citizen.user;
  const check = await open('apply/check/index', { id: world.citizen.ready });
  check.instance.setData({ found: { version: 'x', to_send: [] }, isLoading: false });
  const changed = { title: '别处改过了。', code: 'case_changed', status: 412 };
  phone.between = ({ method }) => (method === 'GET' ? { errMsg: 'request:fail offline' } : { statusCode: 412, header: {}, data: changed });
  await check.instance.submit();
  expect(check.data.refusal).toBe('别处改过了。');
});
