/** The door to the API: renewal once for all, what is repeated and what never, deadlines. */
const { source } = require('../world/pages');

const { phone, fresh, world, sent } = simulated;

let api;
let keys;
let config;
beforeEach(() => {
  fresh();
  jest.resetModules();
  api = source('api/index');
  keys = source('api/keys');
  config = source('config');
  config.base = world.api;
});

const asked = (path) => phone.asked.filter((one) => one.path.startsWith(path));
const me = () => api.callAsMe('get', '/api/v1/me');
const begin = (item) => api.callAsMe('post', '/api/v1/cases', { body: { item_key: item }, once: `begin ${item}` });

function change(stored) {
  phone.storage.set('session', { ...phone.storage.get('session'), ...stored });
}

test('many calls sign in once', async () => {
  const found = await Promise.all([me(), me(), me(), me(), me()]);
  expect(found.every((one) => one.has_real_name === false)).toBe(true);
  expect(asked('/api/v1/sessions').length).toBe(1);
});

test('a token that is over by the clock is renewed once, before it is sent', async () => {
  await me();
  change({ until: 0 });
  await Promise.all([me(), me(), me()]);
  expect(asked('/api/v1/sessions').map((one) => one.path)).toEqual(['/api/v1/sessions/mini-program', '/api/v1/sessions/refresh']);
});

test('a token that the API refuses is renewed once for all that wait, and they are sent again', async () => {
  await me();
  change({ access: 'not.a.token' });
  const found = await Promise.all([me(), me(), me()]);
  expect(found.every((one) => one.has_real_name === false)).toBe(true);
  expect(asked('/api/v1/sessions/refresh').length).toBe(1);
  expect(asked('/api/v1/me').length).toBe(1 + 3 + 3);
});

test('a session that was ended elsewhere begins anew by WeChat, once the person says so', async () => {
  await me();
  phone.says = true;
  const { refresh } = phone.storage.get('session');
  const header = { 'content-type': 'application/json' };
  await sent({ url: `${world.api}/api/v1/sessions/end`, method: 'POST', header, data: { refresh_token: refresh } });
  change({ until: 0 });
  expect((await me()).has_real_name).toBe(false);
  expect(asked('/api/v1/sessions').map((one) => one.path.split('/').pop())).toEqual(['mini-program', 'refresh', 'mini-program']);
});

test('without a network nobody is signed out', async () => {
  await me();
  change({ until: 0 });
  const { refresh } = phone.storage.get('session');
  phone.between = () => ({ errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' });
  await expect(me()).rejects.toMatchObject({ code: 'offline' });
  expect(phone.storage.get('session').refresh).toBe(refresh);
  phone.between = null;
  expect((await me()).has_real_name).toBe(false);
});

test('who has signed out is not signed in by what a page reads', async () => {
  await me();
  await api.session.signOut();
  const before = phone.asked.length;
  await expect(me()).rejects.toMatchObject({ code: 'signed_out' });
  expect(phone.asked.length).toBe(before);
  await api.session.signIn();
  expect((await me()).has_real_name).toBe(false);
});

test('what only reads is asked again where no answer came, three times at most', async () => {
  let lost = 2;
  phone.between = () => (lost-- > 0 ? { errMsg: 'request:fail timeout' } : null);
  await expect(api.call('get', '/api/v1/themes')).resolves.toHaveProperty('themes');
  expect(asked('/api/v1/themes').length).toBe(3);
  lost = 99;
  await expect(api.call('get', '/api/v1/themes')).rejects.toMatchObject({ code: 'timeout' });
  expect(asked('/api/v1/themes').length).toBe(6);
});

test('a server that is away is asked again; its refusals are final', async () => {
  let away = 1;
  phone.between = () => (away-- > 0 ? { statusCode: 503, header: {}, data: '<html>' } : null);
  await expect(api.call('get', '/api/v1/themes')).resolves.toHaveProperty('themes');
  expect(phone.asked.length).toBe(2);
  await expect(api.call('get', '/api/v1/guides/{key}', { path: { key: 'none' } })).rejects.toMatchObject({ status: 404 });
  expect(phone.asked.length).toBe(3);
});

test('what writes is never sent again by itself', async () => {
  phone.between = ({ method }) => (method === 'POST' ? { errMsg: 'request:fail timeout' } : null);
  const body = { number: 'x', id_number_tail: 'y' };
  await expect(api.call('post', '/api/v1/case-status-queries', { body })).rejects.toMatchObject({ code: 'timeout' });
  expect(phone.asked.length).toBe(1);
});

test('a create whose answer was lost is done once, though the mini-program was closed meanwhile', async () => {
  await me();
  const done = [];
  phone.between = (options) => {
    if (options.url !== `${world.api}/api/v1/cases`) return null;
    // It arrives and is done; the answers never come back.
    return sent(options).then((answer) => {
      done.push(answer.data.id);
      return { errMsg: 'request:fail timeout' };
    });
  };
  await expect(begin('seal')).rejects.toMatchObject({ code: 'timeout' });
  expect(new Set(done).size).toBe(1);
  phone.between = null;
  jest.resetModules();
  api = source('api/index');
  source('config').base = world.api;
  const found = await begin('seal');
  expect(found.id).toBe(done[0]);
  expect((await begin('seal')).id).not.toBe(done[0]);
});

test('another body is another request, and a key is kept for a day', () => {
  const first = keys.keyFor('begin', { a: 1 });
  expect(keys.keyFor('begin', { a: 1 })).toBe(first);
  const second = keys.keyFor('begin', { a: 2 });
  expect(second).not.toBe(first);
  expect(second).toMatch(/^[!-~]{8,128}$/);
  const held = phone.storage.get('request_keys');
  held.begin.at -= 24 * 3600 * 1000;
  expect(keys.keyFor('begin', { a: 2 })).not.toBe(second);
  expect(JSON.stringify(held)).not.toContain('"a"');
});

test('a refusal frees the key, for it is the last word', async () => {
  await expect(begin('no-such-item')).rejects.toMatchObject({ status: 404 });
  expect(phone.storage.get('request_keys')).toEqual({});
});

test('a server that never answers is not waited for longer than is said', async () => {
  const silent = require('node:http').createServer(() => undefined);
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  Object.assign(config, { base: `http://127.0.0.1:${silent.address().port}`, deadline: 100, patience: 150 });
  try {
    await expect(api.call('get', '/api/v1/themes')).rejects.toMatchObject({ code: 'timeout' });
    expect(phone.asked.map((one) => one.timeout)).toEqual([100]);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test('every header and address says what is meant', async () => {
  api.session.actFor({ id: world.boss.enterprise, name: '甲' });
  await api.call('get', '/api/v1/search', { query: { q: '开 店&a=b', limit: undefined } });
  expect(phone.asked[0].path).toBe(`/api/v1/search?q=${encodeURIComponent('开 店&a=b')}`);
  expect(phone.asked[0].header).not.toHaveProperty('X-Acting-For');
  await expect(api.callAsMe('get', '/api/v1/cases', { isActing: true })).rejects.toMatchObject({ status: 403 });
  expect(asked('/api/v1/cases')[0].header['X-Acting-For']).toBe(world.boss.enterprise);
});
