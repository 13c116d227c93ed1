/** Blank and sample forms of a guide: addresses that open in a browser while they are good. */
const { open, closeAll, until } = require('../world/pages');
const { restarted } = require('../world/walking');

const { phone, fresh, sent } = simulated;
afterEach(closeAll);

test('each form is copied as an address of now, blank and as a sample', async () => {
  fresh();
  phone.hasAgreed = true;
  restarted();
  const page = await open('pages/guide/detail', { key: 'passport' });
  const [first] = page.data.answer.guide.blank_forms;
  expect(page.text()).toContain(first.title);
  await page.tap('空白表格');
  await until(() => phone.copied.length === 1, 'the blank one');
  await page.settled();
  await page.tap('填写样表');
  await until(() => phone.copied.length === 2, 'the sample');
  await page.settled();
  const titles = page.data.answer.guide.blank_forms.map((one) => one.title);
  expect(phone.told.every((one) => titles.includes(one.title) && /\d\d:\d\d以前有效/.test(one.content))).toBe(true);
  expect(phone.copied.map((url) => /forms\/[\w-]+\/(\w+)/.exec(url)[1])).toEqual(['blank', 'sample']);
  const [blank, sample] = await Promise.all(phone.copied.map((url) => sent({ url })));
  expect([blank.statusCode, sample.statusCode]).toEqual([200, 200]);
  expect(blank.data).not.toBe(sample.data);
  expect(phone.told.length).toBe(2);
});
