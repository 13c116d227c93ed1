/** What stands on a page stays there: read anew, typed into, changed by somebody else, put away. */
const { open, closeAll, source } = require('../world/pages');

const { phone, fresh, world, photograph } = simulated;
const { citizen } = world;
beforeEach(() => fresh(citizen.user));
afterEach(closeAll);

const CHANGED = { title: '别处改过了。', code: 'case_changed', status: 412 };
const api = () => source('api/index');
const offline = { errMsg: 'request:fail offline' };

/** All that the page was told to show, while that is done. */
async function shownWhile(page, act) {
  const told = [];
  const { setData } = page.instance;
  page.instance.setData = function tell(changes) {
    told.push(changes);
    return setData.call(this, changes);
  };
  await act();
  return told;
}

test('who comes back finds the page as it stood, and what was read before stays without a network', async () => {
  const page = await open('pages/case/detail', { id: citizen.case });
  const told = await shownWhile(page, () => page.instance.onShow());
  expect(told.some((one) => one.isLoading)).toBe(false);
  expect(told.some((one) => one.found)).toBe(true);
  phone.between = () => offline;
  await page.instance.onShow();
  expect(page.text()).toContain('办理经过');
  phone.between = () => ({ statusCode: 404, header: {}, data: { title: '没有了。', code: 'gone' } });
  await page.instance.onShow();
  expect(page.text()).toContain('没有了。');
});

test('of another person nothing stands on', async () => {
  const page = await open('pages/case/detail', { id: citizen.case });
  await api().session.signOut();
  await api().session.signIn();
  const told = await shownWhile(page, () => page.instance.onShow());
  expect(told[0].isLoading).toBe(true);
});

test('each letter carries its own row alone', async () => {
  const page = await open('mine/addresses/edit');
  const told = await shownWhile(page, () => page.type('收件人姓名', '张'));
  expect(told).toEqual([{ 'rows[0].value': '张', 'rows[0].problem': '' }]);
  expect(page.data.rows[0].value).toBe('张');
  const form = await open('apply/form/index', { id: citizen.ready });
  const { key } = form.data.fields[0];
  const typed = await shownWhile(form, async () => form.instance.change({ detail: { key, value: 'x' } }));
  expect(typed).toEqual([{ 'fields[0].value': 'x' }]);
});

test('a code for the counter that ended while the phone was put away is not shown', async () => {
  const page = await open('mine/counter-code/index');
  await page.tap('出示核验码');
  await page.settled();
  expect(page.data.code).not.toBe('');
  page.instance.onShow();
  expect(page.data.code).not.toBe('');
  page.instance.setData({ endsAt: Date.now() });
  page.instance.onShow();
  expect(page.text()).toContain('核验码已经过期');
});

test('a question that somebody else has answered is read again before the next tap', async () => {
  const made = await api().callAsMe('post', '/api/v1/cases', { body: { item_key: 'hkm-permit' }, once: 'begin hkm' });
  const { questions } = await api().callAsMe('get', '/api/v1/cases/{case_id}/filling', { path: { case_id: made.id }, isActing: true });
  const page = await open('apply/question/index', { id: made.id, key: questions[0].key });
  page.instance.setData({ version: '0' });
  const option = page.data.question.options[0].key;
  await page.instance.choose({ detail: { key: option } });
  expect(phone.told.length).toBe(1);
  expect(page.data.version).not.toBe('0');
  await page.instance.choose({ detail: { key: option } });
  expect(phone.told.length).toBe(1);
  expect(phone.visited.length).toBe(1);
});

test('a way of delivery that somebody else has changed is sent again as it was chosen here', async () => {
  const page = await open('apply/delivery/index', { id: citizen.ready });
  const other = page.data.ways.find((one) => one.key !== page.data.way).key;
  page.instance.setData({ way: other, version: '0' });
  phone.between = ({ method }) => (method === 'POST' ? { statusCode: 412, header: {}, data: CHANGED } : null);
  await page.instance.save();
  if (other === 'post') expect(page.data.refusal).toBeTruthy();
  else expect(page.data.refusal).toBe('别处改过了。');
  expect([page.data.way, page.data.version === '0']).toEqual([other, false]);
});

test('an address that was typed stands there again after another was looked at', async () => {
  const page = await open('apply/delivery/index', { id: citizen.ready });
  await page.tap('邮寄');
  page.instance.choosePlace({ detail: { key: 'new' } });
  await page.type('收件人姓名', '张三丰');
  await page.tap('同意保存为常用地址');
  page.instance.choosePlace({ detail: { key: 'elsewhere' } });
  page.instance.choosePlace({ detail: { key: 'new' } });
  expect([page.data.address.name, page.data.saves]).toEqual(['张三丰', true]);
  await page.type('收件人手机', '13800138000');
  expect([page.data.address.name, page.data.address.phone, page.data.saves]).toEqual(['张三丰', '13800138000', true]);
});

test('one file that is put away takes no other along, and leaves no copy on the phone', async () => {
  fresh();
  const fs = require('node:fs');
  const uploading = source('shared/uploading');
  const choosing = source('shared/choosing');
  const arrived = [];
  uploading.goesTo('told', async (one) => arrived.push(one.name));
  phone.hasAgreed = true;
  phone.album = [photograph(21), photograph(22), photograph(21)];
  const chosen = await choosing.photographs(3);
  const names = ['一', '二', '一'];
  // The first is held on its way until the second was put away.
  let goesOn = false;
  const { uploadFile } = wx;
  let aborted = 0;
  wx.uploadFile = (options) => {
    const wait = setInterval(() => {
      if (!goesOn) return;
      clearInterval(wait);
      uploadFile(options);
    }, 10);
    return {
      onProgressUpdate: () => undefined,
      abort: () => {
        aborted += 1;
      },
    };
  };
  try {
    await uploading.add({ kind: 'told', about: 'another-case', key: 'x', replaces: '', mostBytes: 10 ** 8 }, chosen.map((one, place) => ({ ...one, name: names[place] })));
    const held = uploading.get().held;
    expect(held.map((one) => one.name)).toEqual(['一', '二']);
    for (let waited = 0; uploading.get().held[0].sentence !== '正在传…' && waited < 100; waited += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 500));
    uploading.cancel(held[1].mark);
    expect(aborted).toBe(0);
    goesOn = true;
    for (let waited = 0; !arrived.length && waited < 200; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(arrived).toEqual(['一']);
    for (let waited = 0; uploading.get().held.length && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(held.map((one) => fs.existsSync(one.path))).toEqual([false, false]);
    const folder = require('node:path').dirname(held[0].path);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('saved-'))).toEqual([]);
  } finally {
    wx.uploadFile = uploadFile;
  }
});
