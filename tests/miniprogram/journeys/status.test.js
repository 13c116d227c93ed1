/** The question after a case by its number, as anybody who holds the receipt may ask it. */
const { open, closeAll } = require('../world/pages');

const { phone, fresh, world } = simulated;
const { number, tail } = world.citizen;
beforeEach(() => fresh());
afterEach(closeAll);

async function ask(page, typed, typedTail) {
  await page.type('办件编号', typed);
  await page.type('身份证号后六位', typedTail);
  await page.tap('查进度');
  await page.settled();
}

test('number and six characters tell where the case stands, in the words of the API', async () => {
  const page = await open('pages/status/index');
  await ask(page, number, tail);
  expect(page.text()).toContain('需要补正');
  expect(page.text()).toContain('普通护照签发');
  const { steps } = page.data.answer;
  expect(page.text().indexOf(steps[1].text)).toBeLessThan(page.text().lastIndexOf(steps[0].text));
  expect(phone.asked.every((one) => !one.header.Authorization)).toBe(true);
  await page.tap('查另一件');
  expect(page.text()).not.toContain('需要补正');
});

test('what is wrong is told at its field', async () => {
  const page = await open('pages/status/index');
  await ask(page, '123', '1');
  const problems = [...page.component.dom.querySelectorAll('[class*=problem]')].map((dom) => dom.textContent);
  expect(problems).toEqual([page.data.fields.number, page.data.fields.id_number_tail]);
  expect(problems[0]).toContain('21');
  expect(problems[1]).toContain('6');
});

test('a wrong guess is told in a sentence, and is sent once', async () => {
  const page = await open('pages/status/index', { number });
  phone.between = () => (phone.asked.length === 1 ? { errMsg: 'request:fail timeout' } : null);
  await ask(page, number, '000000');
  expect(phone.asked.length).toBe(1);
  expect(page.text()).toContain('没有等到回答');
  await page.tap('查进度');
  await page.settled();
  expect(phone.asked.length).toBe(2);
  expect(page.text()).toContain(page.data.problem);
  expect(page.data.problem).not.toContain('没有等到回答');
});
