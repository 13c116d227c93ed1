/** What one filled in, in full: asked first, told to be written down, and not left on the screen. */
const { open, closeAll, until } = require('../world/pages');
const { caseOf, restarted, tapOn, where } = require('../world/walking');

const { phone, fresh, world } = simulated;
const looks = () => phone.asked.filter((one) => one.path.endsWith('/full-details'));

afterEach(closeAll);

test('it is shown by the labels of the form after a yes, and gone when the page is left', async () => {
  fresh(world.handed.user);
  restarted();
  const { case: id } = world.handed;
  const page = await tapOn(await open('pages/case/detail', { id }), '看我填写的完整内容');
  expect(page.text()).toContain('每次查看都会留下记录');
  expect(looks()).toEqual([]);
  await page.tap('查看完整内容');
  await page.shows('请当心旁边有人看见');
  expect(looks().length).toBe(1);
  const { form } = await caseOf(id);
  expect(page.data.lines.map((one) => one.key).sort()).toEqual(Object.keys(form).sort());
  page.data.lines.forEach(({ label, value }) => expect(page.text()).toContain(`${label}${value}`));
  expect(page.data.lines.every((one) => one.label !== one.key)).toBe(true);
  page.instance.onHide();
  expect(page.text()).not.toContain(page.data.minutes + '分钟');
  expect(page.data.lines).toEqual([]);
  expect(looks().length).toBe(1);
});

test('who is not surely enough known is led to proving it', async () => {
  fresh(world.citizen.user);
  restarted();
  const page = await open('apply/full/index', { id: world.citizen.case });
  await page.tap('查看完整内容');
  await until(() => page.data.refusal, 'the refusal');
  expect(page.data.isShown).toBe(false);
  await page.tap('去核验身份');
  expect(where()).toBe('/mine/identity/index');
});
