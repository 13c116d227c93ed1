/** One's own account: how surely one is known, ways in, devices, addresses, messages, data. */
const { open, closeAll, source, until } = require('../world/pages');

const { phone, fresh, world, simulator, sent } = simulated;
beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
  source('shared/privacy').begin();
});
afterEach(closeAll);

const where = () => phone.visited.map((one) => one.url).pop();
const asked = (method, path) => phone.asked.filter((one) => one.method === method && one.path.startsWith(path));
const api = () => source('api/index');
const me = (path = '/api/v1/me') => api().callAsMe('get', path);

async function withPhone() {
  const number = `139${String(Math.random()).slice(2, 10)}`;
  await simulator('person', { phone: number });
  const { code } = await simulator('phone-code');
  await api().callAsMe('post', '/api/v1/me/phone/mini-program', { body: { code } });
  return number;
}

async function codeSentTo(number) {
  const { data } = await sent({ url: `${world.sms}/_simulator/inbox?phone=${number}`, header: {} });
  return /\d{6}/.exec(data.messages.pop().text)[0];
}

describe('who one is', () => {
  test('the level is named, and the ways to the next: the counter here, the identity service on a web page', async () => {
    const page = await open('mine/identity/index');
    expect(page.text()).toContain('已登录');
    expect(page.text()).toContain('授权经办人');
    expect(page.text()).toContain('需要:已确认是您本人');
    await page.tap('复制网页地址');
    expect(phone.copied).toEqual([`${world.api}/me/identity`]);
    await page.tap('出示窗口核验码');
    expect(where()).toBe('/mine/counter-code/index');
    await page.tap('看大厅地址和时间');
    expect(where()).toBe('/pages/halls/index');
  });

  test('an address is copied only after the person has agreed', async () => {
    phone.hasAgreed = false;
    const page = await open('mine/identity/index');
    await page.tap('复制网页地址');
    await page.shows('个人信息保护提示');
    expect(page.text()).toContain('把网页地址或编号复制给您');
    await page.tap('不同意');
    expect(phone.copied).toEqual([]);
    expect(page.text()).toContain(`${world.api}/me/identity`);
  });

  test('a code for the counter is made by a tap only, shown as digits and as a picture, and ends', async () => {
    const page = await open('mine/counter-code/index');
    expect(asked('POST', '/api/v1/me/counter-code')).toEqual([]);
    await page.tap('出示核验码');
    await page.settled();
    expect(page.data.code).toMatch(/^\d{8}$/);
    expect(page.text()).toContain(page.data.spoken);
    expect(page.text()).toContain('5分钟内有效');
    expect(page.html().match(/class="[^"]*run/g).length).toBeGreaterThan(200);
    const first = page.data.code;
    await page.tap('换一个新的');
    await page.settled();
    expect(page.data.code).not.toBe(first);
    page.instance.end();
    await page.shows('已经过期');
    expect(page.text()).not.toContain(page.data.spoken || first);
  });

  test('the picture is what a scanner reads (as segno draws it: version 1, H, mask 0)', () => {
    const { matrixOf } = source('mine/counter-code/qr');
    const drawn = matrixOf('48210673').map((row) => parseInt(row.map(Number).join(''), 2).toString(16));
    expect(drawn).toEqual(DRAWN);
  });

  test('real-name details are filled in, and faults stand at their rows, all at once', async () => {
    const page = await open('mine/details/index');
    await page.type('姓名', '李四');
    await page.type('身份证号', '123');
    await page.type('联系手机', '1');
    await page.tap('保存');
    await page.settled();
    expect(page.data.fault).not.toBe('');
    expect(page.data.rows.map((one) => Boolean(one.problem))).toEqual([false, true, true]);
    await page.type('身份证号', '370000199103070015');
    await page.type('联系手机', '13900001111');
    await page.tap('保存');
    await page.settled();
    expect(phone.visited.pop()).toMatchObject({ how: 'navigateBack' });
    expect((await me()).name_masked).toBe('李**');
  });
});

const DRAWN = (
  '1fd17f 104841 17455d 17565d 17455d 104d41 1fd57f a00 5d989 f002b 7fad 927bf 18f5a2 16cc 1fce51 105f43 175015 174dee 175ee5 1042b8 1fc765'
).split(' ');

describe('ways in and devices', () => {
  test('the only way in cannot be taken away; another device is signed out after a question', async () => {
    await me();
    const first = phone.storage.get('session');
    phone.storage.delete('session');
    const page = await open('mine/ways/index');
    expect(page.text()).toContain('微信小程序');
    expect(page.text()).toContain('这是唯一的登录方式');
    expect(page.data.devices.length).toBe(2);
    phone.says = false;
    await page.tap('让它退出');
    expect(asked('DELETE', '/api/v1/me/sessions')).toEqual([]);
    phone.says = true;
    await page.tap('让它退出');
    await until(() => page.data.devices.length === 1, 'one device');
    const body = { refresh_token: first.refresh };
    await expect(api().call('post', '/api/v1/sessions/refresh', { body })).rejects.toMatchObject({ status: 401 });
  });

  test('all others are signed out at once', async () => {
    await me();
    phone.storage.delete('session');
    phone.says = true;
    const page = await open('mine/ways/index');
    await page.tap('让其他设备都退出登录');
    await until(() => page.data.devices.length === 1, 'one device');
    expect(page.text()).not.toContain('让其他设备都退出登录');
  });

  test('a number is taken away, proven by WeChat; taking WeChat away signs out here', async () => {
    const number = await withPhone();
    const page = await open('mine/ways/index');
    expect(page.text()).toContain(`手机号 ${number.slice(0, 3)}****${number.slice(7)}`);
    phone.says = true;
    await page.tap('手机号');
    await until(() => page.data.ways.length === 1, 'one way');
    await withPhone();
    await page.instance.load();
    await page.tap('微信小程序');
    await until(() => where() === '/pages/me/index', 'the door');
    expect(phone.told.pop().content).toContain('这个小程序也会退出登录');
    expect(api().session.isOut()).toBe(true);
  });

  test('another account is proven by its number and becomes one with this', async () => {
    const number = await withPhone();
    const begun = await api().callAsMe('post', '/api/v1/cases', { body: { item_key: 'seal' }, once: 'x' });
    fresh();
    const page = await open('mine/merge/index');
    await page.type('另一个账户的手机号', '12');
    await page.tap('获取验证码');
    await page.settled();
    expect(page.data.rows[0].problem).not.toBe('');
    await page.type('另一个账户的手机号', number);
    await page.tap('获取验证码');
    await page.settled();
    await page.type('短信中的6位数字', '000000');
    await page.tap('合并');
    await page.settled();
    expect(page.data.fault).toContain('验证码');
    await page.type('短信中的6位数字', await codeSentTo(number));
    await page.tap('合并');
    await page.shows('两个账户已经合成一个');
    const { cases } = await me('/api/v1/cases');
    expect(cases.map((one) => one.id)).toEqual([begun.id]);
  });
});

describe('addresses', () => {
  const book = async () => (await me('/api/v1/me/addresses')).addresses;

  test('one of WeChat is kept after consent, becomes the default one, is changed and deleted', async () => {
    const empty = await open('mine/addresses/index');
    expect(empty.text()).toContain('还没有保存的地址');
    await empty.tap('添加地址');
    expect(where()).toBe('/mine/addresses/edit');
    phone.book = { userName: '张三丰', telNumber: '13800138000', provinceName: '示范省', cityName: '示范市', countyName: '中心区', detailInfo: '幸福路1号院' };
    const edit = await open('mine/addresses/edit');
    await edit.tap('从微信的地址里选');
    await edit.tap('保存');
    await edit.settled();
    expect(edit.data.agreeFault).not.toBe('');
    expect(edit.text()).toContain(edit.data.agreeFault);
    await edit.tap('同意保存这个地址');
    await edit.tap('设为默认地址');
    await edit.tap('保存');
    await edit.settled();
    const [kept] = await book();
    expect(kept).toMatchObject({ is_default: true, name_masked: '张**' });
    const list = await open('mine/addresses/index');
    expect(list.text()).toContain('默认');
    expect(list.text()).not.toContain('13800138000');
    await list.tap('默认');
    expect(where()).toBe(`/mine/addresses/edit?id=${kept.id}`);
    const changed = await open('mine/addresses/edit', { id: kept.id });
    await changed.type('街道', '和平路2号院');
    await changed.tap('同意保存这个地址');
    await changed.tap('保存');
    await changed.settled();
    expect((await me(`/api/v1/me/addresses/${kept.id}`)).address).toBe('和平路2号院');
    phone.says = true;
    await changed.tap('删除这个地址');
    await until(() => phone.visited.filter((one) => one.how === 'navigateBack').length === 3, 'the way back');
    expect(await book()).toEqual([]);
  });

  test('a pasted address is read and looked at; what is wrong stands at its row', async () => {
    const edit = await open('mine/addresses/edit');
    edit.instance.paste({ detail: { value: '李四 13900001111 示范省示范市中心区和平街道幸福路1号' } });
    await edit.tap('识别');
    await edit.settled();
    expect(Object.fromEntries(edit.data.rows.map((one) => [one.key, one.value]))).toMatchObject({ 'address/name': '李四', 'address/phone': '13900001111' });
    await edit.type('手机号', '12');
    await edit.type('街道', '');
    await edit.tap('同意保存这个地址');
    await edit.tap('保存');
    await edit.settled();
    const faulty = edit.data.rows.filter((one) => one.problem).map((one) => one.key);
    expect(faulty).toEqual(expect.arrayContaining(['address/phone', 'address/address']));
  });

  test('who does not agree to the privacy guide fills in by hand', async () => {
    phone.hasAgreed = false;
    const edit = await open('mine/addresses/edit');
    await edit.tap('从微信的地址里选');
    await edit.shows('从微信的地址里选一个,免得再填一遍');
    await edit.tap('不同意');
    expect(edit.data.rows.every((one) => one.value === '')).toBe(true);
  });

  test('the address of another is not found', async () => {
    const body = { address: { name: '张三', phone: '13800138000', province: '示范省', city: '示范市', county: '中心区', address: '幸福路1号院' }, label: '', is_default: false, agrees_to_saving: true };
    const { id } = await api().callAsMe('post', '/api/v1/me/addresses', { body, once: 'y' });
    fresh();
    const edit = await open('mine/addresses/edit', { id });
    expect(edit.text()).toContain('没有找到这个地址');
    expect(edit.text()).not.toContain('幸福路');
  });
});

describe('how one is told', () => {
  const wanted = () => me('/api/v1/me/notification-preferences');

  test('a way is turned off for all, and on again for one kind of message; nothing else changes', async () => {
    const page = await open('mine/notifications/index');
    const [way, other] = page.data.offered;
    await page.tap(other.title);
    await page.settled();
    await page.tap(way.title);
    await page.settled();
    const off = await wanted();
    const isOff = ({ channel }) => !off.channels.find((one) => one.channel === channel).is_on;
    expect([way, other].map(isOff)).toEqual([true, true]);
    expect(off.events.every((one) => one.channels.every((told) => told.channel !== way.channel || !told.is_on))).toBe(true);
    const about = off.events.find((one) => one.channels.some((told) => told.channel === way.channel));
    await page.tap(about.title);
    page.instance.turnOne({ currentTarget: { dataset: { channel: way.channel, event: about.event } }, detail: { isOn: true } });
    await page.settled();
    const one = await wanted();
    const isOn = (event) => event.channels.find((told) => told.channel === way.channel)?.is_on;
    expect(one.events.filter(isOn).map((event) => event.event)).toEqual([about.event]);
    await page.tap('不设,随时可以通知');
    await page.settled();
    const both = await wanted();
    expect([both.has_own_quiet_hours, both.quiet_hours]).toEqual([true, '']);
    expect(both.events.filter(isOn).map((event) => event.event)).toEqual([about.event]);
  });

  test('own hours of quiet, and those of the city again', async () => {
    const page = await open('mine/notifications/index');
    await page.tap('自己定时间');
    page.instance.fill({ detail: { key: 'from', value: '21:30' } });
    await page.tap('保存时间');
    await page.settled();
    expect((await wanted()).quiet_hours).toBe('21:30-07:00');
    await page.tap('按本市的安排');
    await page.settled();
    expect((await wanted()).has_own_quiet_hours).toBe(false);
  });

  test('WeChat is asked for messages by a tap, three templates at most, and the API is told once', async () => {
    const page = await open('mine/notifications/index');
    const before = page.data.entries.map((one) => one.balance);
    expect(page.text()).toContain('还能收0次');
    await page.tap('同意再发一次');
    await page.settled();
    expect(asked('POST', '/api/v1/me/subscriptions')).toEqual([]);
    phone.subscribes = ['accept', 'reject', 'accept'];
    await page.tap('同意再发一次');
    await until(() => page.data.entries.some((one, place) => one.balance > before[place]), 'one more');
    const [report] = asked('POST', '/api/v1/me/subscriptions');
    expect(Object.values(report.data.answers)).toEqual(['accept', 'reject', 'accept']);
    expect(report.header['Idempotency-Key']).toBeTruthy();
  });
});

describe('one\'s own data', () => {
  test('a copy is asked for by a tap, proven by WeChat', async () => {
    const page = await open('mine/data/index');
    await page.tap('申请一份副本');
    await page.settled();
    expect(page.text()).toContain('正在准备');
    expect(asked('POST', '/api/v1/me/export')[0].data.wechat_code).toBeTruthy();
  });

  test('the end of the account is asked for once more, can be taken back, and says what the law keeps', async () => {
    const page = await open('mine/data/index');
    phone.says = false;
    await page.tap('申请注销');
    expect(asked('POST', '/api/v1/me/deletion')).toEqual([]);
    expect(phone.told[0].content).toContain('不能恢复');
    phone.says = true;
    await page.tap('申请注销');
    await page.shows('取消注销,保留账户');
    expect(page.text()).toContain(page.data.deletion.kept[0]);
    await page.tap('取消注销,保留账户');
    await page.settled();
    await until(() => !page.data.isLoading && !page.data.deletion, 'the account to stay');
  });

  test('who has cases under way is told in the words of the API', async () => {
    fresh(world.citizen.user);
    phone.says = true;
    const page = await open('mine/data/index');
    await page.tap('申请注销');
    await until(() => phone.told.length === 2, 'the refusal');
    expect(phone.told[1].content).not.toBe('');
    expect(page.data.deletion).toBeNull();
  });
});
