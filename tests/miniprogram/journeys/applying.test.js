/** `yiwang demo` on the mini-program's own pages: from the guide to the delivered result, with the counter between. */
const { open, closeAll, source, until } = require('../world/pages');
const { where, follow, tapOn, counter, carried, caseThat, BOOK } = require('../world/walking');

const { phone, fresh, photograph } = simulated;
const FAULT = {
  target: 'material',
  key: 'exit-entry-photo',
  reason: '照片模糊,五官不清晰。',
  advice: '请在光线充足处用白色背景重新拍摄。',
};

beforeEach(() => {
  fresh();
  source('shared/network').begin();
  source('shared/privacy').begin();
});
afterEach(closeAll);

const idIn = () => /[?&]id=([^&]+)/.exec(where())[1];

/** A photograph taken on the page of a material, until it is there. */
async function photographed(page, shade, words = '拍照或从相册选') {
  phone.album = [photograph(shade)];
  await page.tap(words);
  await page.shows('已收到');
  await until(() => !page.data.under.length, 'the end of sending');
}

async function answered(guide) {
  for (const key of ['renewal', 'adult', 'no']) {
    const { next_question: question } = guide.data.situation.path;
    await guide.tap(question.options.find((one) => one.key === key).label);
    await guide.settled();
  }
}

async function saidWhoItIs(page) {
  await page.type('姓名', '张三丰');
  await page.type('身份证号', '370000199003070019');
  await page.type('联系手机', '1380013800');
  await page.tap('保存并继续');
  await page.settled();
  expect(Object.keys(page.data.fields).sort()).toEqual(['id_number', 'phone']);
  await page.type('身份证号', '370000199003070018');
  await page.type('联系手机', '13800138000');
  return tapOn(page, '保存并继续');
}

async function filledIn(page) {
  expect(page.text()).toContain('不用您填的');
  await page.tap('保存并继续');
  await page.settled();
  expect(page.text()).toContain('请填写“姓名拼音”。');
  await page.type('姓名拼音', 'ZHANG SANFENG');
  return tapOn(page, '保存并继续');
}

async function toldWhere(page) {
  await page.tap('保存并继续');
  expect(page.text()).toContain('请选择一种领取方式。');
  await page.tap('邮寄到家');
  phone.book = BOOK;
  await page.tap('用微信里的地址');
  await page.shows('用微信里的地址');
  return tapOn(page, '保存并继续');
}

/** From the guide to the page on which it is checked. */
async function readyToSend() {
  const guide = await open('pages/guide/detail', { key: 'passport' });
  await answered(guide);
  const start = await tapOn(guide, '现在就办');
  expect(start.text()).toContain('本人');
  const tasks = await tapOn(start, '开始');
  expect(tasks.text()).toContain('说明情况');
  const person = await tapOn(tasks, '继续:实名信息');
  const form = await saidWhoItIs(person);
  let page = await filledIn(form);
  // Nothing private is touched before the person has agreed to what it is for.
  await page.tap('拍照或从相册选');
  expect(page.text()).toContain('上传您选的材料');
  page.send(page.find('[class*=agree]'), 'agreeprivacyauthorization', {});
  for (const shade of [1, 2]) {
    expect(where()).toContain('/apply/material/index');
    await photographed(page, shade);
    page = await tapOn(page, '传好了,继续');
  }
  return toldWhere(page);
}

async function sent(check, words) {
  const receipt = await tapOn(check, words);
  expect(where()).toContain('/apply/receipt/index');
  return receipt;
}

async function subscribed(receipt) {
  phone.subscribes = ['accept', 'reject', 'accept'];
  await receipt.tap('用微信告诉我');
  await receipt.shows('有进展就发微信告诉您');
  const report = phone.asked.find((one) => one.method === 'POST' && one.path === '/api/v1/me/subscriptions');
  expect(Object.values(report.data.answers).sort()).toEqual(['accept', 'accept', 'reject']);
}

async function corrected(id) {
  const seen = await open('pages/case/detail', { id });
  expect(seen.text()).toContain(FAULT.reason);
  const tasks = await tapOn(seen, '现在去改');
  expect(tasks.text()).toContain('只改这些就行');
  const doors = tasks.data.steps.flatMap((step) => step.tasks).filter((one) => !one.isShut && one.kind !== 'real_name');
  expect(doors.map((one) => one.name)).toEqual(['出入境证件照片']);
  const material = await tapOn(tasks, '继续:出入境证件照片');
  expect(material.text()).toContain(`${FAULT.reason} ${FAULT.advice}`);
  await material.tap('打开看');
  await until(() => phone.previewed.length, 'the photograph');
  const [{ id: old }] = material.data.rows;
  phone.album = [photograph(9)];
  await material.tap('重拍');
  await until(() => material.data.rows[0] && material.data.rows[0].id !== old && material.data.isDone, 'the new photograph');
  expect(material.data.rows.length).toBe(1);
  const check = await tapOn(material, '传好了,继续');
  await sent(check, '重新提交');
}

async function decided(id) {
  await counter(id, 'pass-pre-review');
  await counter(id, 'accept');
  await counter(id, 'take-up');
  await counter(id, 'decide', { outcome: 'approved' });
  await counter(id, 'complete');
  const found = await caseThat(id, (one) => one.parcel && one.parcel.waybill_number, 'on its way');
  return found.parcel.waybill_number;
}

async function delivered(id, first) {
  await carried(first, '711', 'refused');
  await caseThat(id, (one) => one.next_actions.some((action) => action.key === 'readdress' && action.is_possible), 'back');
  const back = await open('pages/case/detail', { id });
  const address = await tapOn(back, '确认退回的邮件怎么办');
  expect(address.text()).toContain('请最迟在');
  await address.tap('确定');
  await address.settled();
  expect(Object.keys(address.data.fields)).toContain('name');
  phone.book = { ...BOOK, detailInfo: '和平街道团结路8号' };
  await address.tap('用微信里的地址');
  await tapOn(address, '确定');
  const again = await caseThat(id, (one) => one.parcel && one.parcel.waybill_number && one.parcel.waybill_number !== first, 'sent again');
  await carried(again.parcel.waybill_number, '704');
  await caseThat(id, (one) => one.status === 'delivered', 'delivered');
  return again.parcel.waybill_number;
}

test('from the guide to the delivered result, through a correction and a parcel that came back', async () => {
  const check = await readyToSend();
  for (const said of ['ZHANG SANFENG', '1页', '邮寄给', '和平街道', '张**', '真实']) expect(check.text()).toContain(said);
  const receipt = await sent(check, '确认提交');
  expect(receipt.text()).toContain('最迟答复');
  const id = idIn();
  await subscribed(receipt);
  await counter(id, 'request-correction', { faults: [FAULT] });
  closeAll();
  await corrected(id);
  const first = await decided(id);
  const last = await delivered(id, first);
  closeAll();
  const page = await open('pages/case/detail', { id });
  expect(page.text()).toContain('已送达');
  expect(page.data.results.map((one) => one.value)).toEqual([first, last]);
  expect(page.data.steps.length).toBeGreaterThan(8);
  const messages = await open('pages/messages/index');
  expect(messages.data.messages.length).toBeGreaterThan(3);
}, 120000);

test('what was begun is gone on with from the guide', async () => {
  const start = await open('apply/start/index', { key: 'passport' });
  const tasks = await tapOn(start, '开始');
  const question = await tapOn(tasks, '继续');
  expect(where()).toContain('/apply/question/index');
  const option = question.data.question.options.find((one) => one.key === 'renewal');
  await tapOn(question, option.label);
  expect(where()).toContain('/apply/question/index');
  closeAll();
  const again = await open('apply/start/index', { key: 'passport' });
  expect(again.text()).toContain('接着填');
  const back = await tapOn(again, '继续填写');
  expect(back.text()).toContain(option.label);
});

test('who has signed out signs in where they are, and goes on there', async () => {
  source('api/index').session.actFor(null);
  await source('api/index').session.signOut();
  const start = await open('apply/start/index', { key: 'passport' });
  expect(start.text()).toContain('登录以后就能开始办');
  await start.tap('微信登录');
  await start.shows('开始');
  await tapOn(start, '开始');
  expect(where()).toContain('/apply/tasks/index');
  await follow();
});
