/** The page of a case: what one may do now, its materials, and its end by the applicant's own wish. */
const { open, closeAll, until } = require('../world/pages');
const { caseOf, draft, mine, restarted, tapOn, where } = require('../world/walking');

const { phone, fresh, inPhone, photograph } = simulated;
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF\n',
);

beforeEach(() => {
  fresh();
  phone.hasAgreed = true;
  restarted();
});
afterEach(closeAll);

async function given(id, words, choose) {
  const page = await open('apply/material/index', { id, key: 'exit-entry-photo' });
  choose();
  await page.tap(words);
  await page.shows('已收到');
  await until(() => !page.data.under.length, 'the end of sending');
  closeAll();
}

test('a draft says that it waits for its owner, and leads on to the list', async () => {
  const id = await draft();
  const page = await open('pages/case/detail', { id });
  expect(page.text()).toContain('没有提交就不会办理');
  expect(page.text()).toContain('选择由哪个城市办理');
  await tapOn(page, '继续填写');
  expect(where()).toBe(`/apply/tasks/index?id=${id}`);
});

test('withdrawing says first what it means, and does nothing without a yes', async () => {
  const id = await draft();
  const page = await open('pages/case/detail', { id });
  await page.tap('不要这份草稿了');
  const asked = phone.told.pop();
  expect(asked.content).toContain('撤回后不能再填写和提交这份草稿');
  asked.success({ confirm: false });
  await page.settled();
  expect(phone.asked.filter((one) => one.path.endsWith('/withdraw'))).toEqual([]);
  expect((await caseOf(id)).status).toBe('draft');
  await page.tap('不要这份草稿了');
  phone.told.pop().success({ confirm: true });
  await page.shows('已撤回');
  expect((await caseOf(id)).status).toBe('withdrawn');
  await tapOn(page, '重新申请');
  expect(where()).toBe('/pages/guide/detail?key=passport');
});

test('what was withdrawn elsewhere meanwhile is withdrawn once, and shown as it is', async () => {
  const id = await draft();
  const page = await open('pages/case/detail', { id });
  await mine('post', '/api/v1/cases/{case_id}/withdraw', { path: { case_id: id } });
  await page.tap('不要这份草稿了');
  phone.told.pop().success({ confirm: true });
  await page.shows('已撤回');
  const history = await mine('get', '/api/v1/cases/{case_id}/history', { path: { case_id: id } });
  expect(history.events.filter((one) => one.status_after === 'withdrawn').length).toBe(1);
});

test('a photograph opens as one, a document as one', async () => {
  const id = await draft();
  await given(id, '拍照或从相册选', () => (phone.album = [photograph(16)]));
  await given(id, '从微信聊天选文件', () => (phone.chatFiles = [inPhone(PDF, '扫描.pdf')]));
  const page = await open('pages/case/detail', { id });
  await page.tap('看第1页');
  await until(() => phone.previewed.length, 'the photograph');
  await page.tap('看第2页');
  await until(() => phone.documents.length, 'the document');
  expect(phone.documents[0].fileType).toBe('pdf');
});
