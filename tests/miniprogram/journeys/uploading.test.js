/** Files on a bad network and in a mini-program that is closed: nothing is lost, nothing sent twice. */
const { open, closeAll, source, until } = require('../world/pages');
const { caseOf, draft, mine, restarted } = require('../world/walking');

const { phone, fresh, photograph, inPhone, digestOf } = simulated;
const KEY = 'exit-entry-photo';
const OFFLINE = { isConnected: false, networkType: 'none' };
const ONLINE = { isConnected: true, networkType: 'wifi' };

beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
  restarted();
});
afterEach(() => {
  phone.network = 'wifi';
  closeAll();
});

const tell = (network) => {
  phone.network = network.networkType;
  phone.listeners.network.forEach((listener) => listener(network));
};
const begun = () => phone.asked.filter((one) => one.method === 'POST' && one.path === '/api/v1/uploads');
const pagesOf = async (id, key = KEY) => (await caseOf(id)).materials.find((one) => one.key === key).pages;

async function material(id, key = KEY) {
  const page = await open('apply/material/index', { id, key });
  return page;
}

async function over(page) {
  await until(() => !page.data.under.length, `the end of sending\n${page.text()}`);
}

test('several pages arrive in the order in which they were chosen, with progress, straight at the object store', async () => {
  const id = await draft();
  const page = await material(id);
  const chosen = [photograph(1), photograph(2), photograph(3)];
  phone.album = [...chosen];
  await page.tap('拍照或从相册选');
  await page.shows('照片1.jpg');
  await over(page);
  await until(() => page.data.rows.length === 3, 'three pages');
  expect(phone.uploads.map((one) => one.percents)).toEqual(chosen.map(() => [25, 50, 75, 100]));
  expect(phone.uploads.every((one) => one.url.endsWith('/objects/quarantine'))).toBe(true);
  expect(begun().map((one) => one.data.sha256)).toEqual(chosen.map((one) => digestOf(one.bytes)));
  const pages = await pagesOf(id);
  expect(pages.map((one) => one.state)).toEqual(['clean', 'clean', 'clean']);
  // The same content begun again is the same file: so each page tells which photograph it is.
  const again = begun().map(({ data: body }) => mine('post', '/api/v1/uploads', { body }));
  expect(pages.map((one) => one.file_id)).toEqual((await Promise.all(again)).map(({ file }) => file.id));
  expect(page.data.isDone).toBe(true);
});

test('pages are moved and taken away; the first has no place before it', async () => {
  const id = await draft();
  const page = await material(id);
  phone.album = [photograph(1), photograph(2), photograph(3)];
  await page.tap('拍照或从相册选');
  await until(() => page.data.rows.length === 3, 'three pages');
  const [one, two, three] = page.data.rows.map((row) => row.id);
  const rows = () => page.tappable().filter((dom) => dom.textContent === '往前移');
  expect(rows().length).toBe(2);
  page.send(rows()[1], 'tap', {});
  await until(() => page.data.rows[1].id === three, 'the third before the second');
  page.send(page.tappable().find((dom) => dom.textContent === '去掉'), 'tap', {});
  await until(() => page.data.rows.length === 2, 'the first gone');
  expect((await pagesOf(id)).map((row) => row.file_id)).toEqual([three, two]);
  expect(one).not.toBe(three);
});

test('a network that is cut in the middle is waited for, and what it cut goes on by itself', async () => {
  const id = await draft();
  const page = await material(id);
  phone.album = [photograph(4)];
  phone.cut = (from) => {
    if (!from) return false;
    tell(OFFLINE);
    return true;
  };
  await page.tap('拍照或从相册选');
  await page.shows('网络断了,恢复后自己接着传。');
  expect(await pagesOf(id)).toEqual([]);
  phone.cut = null;
  tell(ONLINE);
  await page.shows('已收到');
  await over(page);
  expect((await pagesOf(id)).length).toBe(1);
  expect(phone.uploads.map((one) => one.outcome)).toEqual(['failed', 'sent']);
});

test('after a restart the same file goes on without being chosen again, once', async () => {
  const id = await draft();
  const first = await material(id);
  phone.album = [photograph(5)];
  phone.cut = (from) => {
    if (!from) return false;
    tell(OFFLINE);
    return true;
  };
  await first.tap('拍照或从相册选');
  await first.shows('网络断了');
  phone.cut = null;
  phone.network = 'wifi';
  restarted();
  const page = await material(id);
  await page.shows('已收到');
  await over(page);
  expect(new Set(begun().map((one) => one.data.sha256)).size).toBe(1);
  expect((await pagesOf(id)).length).toBe(1);
  expect(phone.storage.has('uploads_under_way')).toBe(false);
});

test('the same photograph chosen again is neither sent nor a page again', async () => {
  const id = await draft();
  const page = await material(id);
  for (let times = 0; times < 2; times += 1) {
    phone.album = [photograph(6)];
    await page.tap('拍照或从相册选');
    await until(() => begun().length === times + 1, 'the next upload');
    await over(page);
  }
  expect(phone.uploads.length).toBe(1);
  expect((await pagesOf(id)).length).toBe(1);
});

test('an answer that was lost is asked for again, and another page that came meanwhile stays', async () => {
  const id = await draft();
  const page = await material(id);
  phone.album = [photograph(7)];
  const other = inPhone(photograph(8).bytes, 'other.jpg');
  let isFirst = true;
  phone.between = (options) => {
    if (options.method !== 'PUT' || !isFirst) return null;
    isFirst = false;
    return fromElsewhere(id, other).then(() => simulated.sent(options));
  };
  await page.tap('拍照或从相册选');
  await until(() => page.data.rows.length === 2, 'both pages');
  await over(page);
  expect((await pagesOf(id)).length).toBe(2);
});

/** Another phone of the same person gives a page of the same material. */
async function fromElsewhere(id, file) {
  const body = { purpose: 'material', name: file.name, size: file.size, media_type: '', sha256: digestOf(file.bytes) };
  const { file: made, ticket } = await mine('post', '/api/v1/uploads', { body });
  await new Promise((resolve, reject) => {
    wx.uploadFile({ url: ticket.url, filePath: file.path, name: 'file', formData: ticket.fields, success: resolve, fail: reject });
  });
  await mine('post', '/api/v1/uploads/{file_id}/complete', { path: { file_id: made.id } });
  await mine('put', '/api/v1/cases/{case_id}/materials/{key}', { path: { case_id: id, key: KEY }, body: { file_ids: [made.id] } });
}

test('a file that is none is told in the words of the API, and can be put away', async () => {
  const id = await draft();
  const page = await material(id);
  phone.chatFiles = [inPhone(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(200)]), '表格.pdf')];
  await page.tap('从微信聊天选文件');
  await until(() => page.data.under.some((one) => one.isFailed), 'a refusal');
  expect(page.text()).toContain('表格.pdf');
  expect(page.data.under[0].sentence).toMatch(/JPG|PDF/);
  await page.tap('不传了');
  expect(page.text()).not.toContain('表格.pdf');
  expect(await pagesOf(id)).toEqual([]);
});

test('a photograph that is too large is made smaller; a file that is too large is told', async () => {
  const id = await draft();
  const page = await material(id);
  const large = { ...photograph(10), size: 30 * 1024 * 1024 };
  phone.album = [large];
  await page.tap('拍照或从相册选');
  await page.shows('已收到');
  expect(phone.compressed.map((one) => one.src)).toEqual([large.path]);
  await over(page);
  phone.chatFiles = [inPhone(Buffer.alloc(11 * 1024 * 1024, 1), '扫描.pdf')];
  await page.tap('从微信聊天选文件');
  await until(() => page.data.under.some((one) => one.isFailed), 'a refusal');
  expect(page.data.under[0].sentence).toContain('文件太大');
  expect(phone.uploads.length).toBe(1);
});

test('a file that was stopped does not become a page', async () => {
  const id = await draft();
  const page = await material(id);
  phone.album = [photograph(11)];
  let isStopped = false;
  phone.cut = (from) => {
    if (from && !isStopped) {
      isStopped = true;
      page.tap('不传了');
    }
    return false;
  };
  await page.tap('拍照或从相册选');
  await until(() => isStopped && !page.data.under.length, 'the end');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await pagesOf(id)).toEqual([]);
  expect(phone.uploads[0].outcome).toBe('failed');
});

test('who turns back in the album, or does not agree, loses nothing', async () => {
  const id = await draft();
  phone.hasAgreed = false;
  source('shared/privacy').begin();
  const page = await material(id);
  phone.album = [photograph(12)];
  await page.tap('拍照或从相册选');
  await page.tap('不同意');
  expect(phone.album.length).toBe(1);
  phone.hasAgreed = true;
  phone.album = [];
  await page.tap('拍照或从相册选');
  expect(page.data.under).toEqual([]);
  await page.tap('先做别的');
  await until(() => phone.visited.length, 'the next task');
  expect(phone.visited.pop().url).toContain('/apply/form/index');
});

test('who signs out leaves no file of theirs to the next', async () => {
  const id = await draft();
  const page = await material(id);
  phone.album = [photograph(13)];
  phone.cut = () => {
    tell(OFFLINE);
    return true;
  };
  await page.tap('拍照或从相册选');
  await page.shows('网络断了');
  await source('api/index').session.signOut();
  phone.cut = null;
  restarted();
  tell(ONLINE);
  source('apply/attaching').resume();
  expect(source('apply/attaching').get().held).toEqual([]);
});
