/** Paper originals to the counter: fetched at the door after the price was said, or posted by oneself. */
const { open, closeAll, until } = require('../world/pages');
const { restarted, tapOn, where, BOOK, mine } = require('../world/walking');

const { phone, fresh, world } = simulated;

/** Nothing of theirs is under way. */
async function arrive({ user, case: id }) {
  fresh(user);
  phone.hasAgreed = true;
  phone.book = BOOK;
  phone.says = true;
  restarted();
  for (const leg of (await legsOf(id)).filter((one) => one.is_cancellable)) {
    await mine('post', '/api/v1/cases/{case_id}/originals/{parcel_id}/cancel', { path: { case_id: id, parcel_id: leg.id } });
  }
  await untilGone(id);
  phone.asked = [];
}
afterEach(closeAll);

const legsOf = async (id) => (await mine('get', '/api/v1/cases/{case_id}/delivery', { path: { case_id: id } })).originals;
const sent = (end) => phone.asked.filter((one) => one.method === 'POST' && one.path.endsWith(end));

/** The worker tells the post. */
async function untilGone(id) {
  const ends = Date.now() + 20000;
  while ((await legsOf(id)).some((one) => one.is_cancellable)) {
    if (Date.now() > ends) throw new Error('never cancelled');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('they are fetched at the door for what was said before, and not after all', async () => {
  await arrive(world.awaited[0]);
  const { case: id } = world.awaited[0];
  const list = await tapOn(await open('pages/case/detail', { id }), '寄送材料原件');
  const page = await tapOn(list, '请邮递员上门来取');
  await page.tap('下一步,看多少钱');
  await until(() => page.data.refusal, 'the refusal');
  expect(Object.keys(page.data.fields)).toEqual(expect.arrayContaining(['province', 'address']));
  await page.tap('用微信里的地址');
  await page.tap('下一步,看多少钱');
  await page.shows('确认上门取件');
  expect(page.data.estimate.is_served).toBe(true);
  for (const words of [page.data.postage, page.data.estimate.hint, '张三丰 13800138000']) expect(page.text()).toContain(words);
  expect(sent('/originals/pick-up')).toEqual([]);
  const again = await tapOn(page, '确定预约');
  expect(where()).toBe(`/apply/originals/index?id=${id}`);
  expect((await legsOf(id)).map((one) => one.id).reverse()).toEqual(again.data.parcels.map((one) => one.id));
  expect(again.text()).toContain(again.data.parcels[0].note);
  phone.says = false;
  await again.tap('取消这一件');
  expect(phone.told.pop().content).toContain('邮递员就不来了');
  expect(sent('/cancel')).toEqual([]);
  phone.says = true;
  await again.tap('取消这一件');
  await until(() => sent('/cancel').length, 'the cancelling');
  await again.settled();
  expect(again.text()).toContain('已经取消');
  expect(again.text()).not.toContain('取消这一件');
  await untilGone(id);
});

test('a number of one\'s own is registered with its carrier, once, and taken back', async () => {
  await arrive(world.awaited[1]);
  const { case: id } = world.awaited[1];
  const page = await tapOn(await open('apply/originals/index', { id }), '我自己寄,登记邮件号');
  const { hall } = await mine('get', '/api/v1/cases/{case_id}/delivery', { path: { case_id: id } });
  for (const words of [hall.name, hall.phone, hall.address]) expect(page.text()).toContain(words);
  await page.tap('登记');
  await until(() => page.data.fields.waybill_number, 'what is wrong with it');
  expect(page.text()).toContain(page.data.fields.waybill_number);
  await page.type('邮件号', 'SF1234567890123');
  await page.tap('顺丰');
  const list = await tapOn(page, '登记');
  expect(sent('/originals/number').pop().data).toEqual({ waybill_number: 'SF1234567890123', carrier_code: 'shunfeng' });
  expect(list.text()).toContain('SF1234567890123');
  closeAll();
  const detail = await open('pages/case/detail', { id });
  expect(detail.text()).toContain('您寄来的原件');
  closeAll();
  const again = await open('apply/originals/index', { id });
  await again.tap('取消这一件');
  await until(() => sent('/cancel').length, 'the cancelling');
  await again.settled();
  await untilGone(id);
});

test('a doubt about a number is told, and a case that awaits none leads to the list', async () => {
  await arrive(world.awaited[1]);
  const { case: id } = world.awaited[1];
  const page = await open('apply/waybill/index', { id });
  await page.type('邮件号', 'EA123456789CN');
  await tapOn(page, '登记');
  expect(phone.told.map((one) => one.title)).toContain('已经登记');
  fresh(world.citizen.user);
  await open('apply/pick-up/index', { id: world.citizen.case });
  expect(where()).toBe(`/apply/originals/index?id=${world.citizen.case}`);
});
