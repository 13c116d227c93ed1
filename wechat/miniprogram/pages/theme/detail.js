const api = require('../../api/index');
const links = require('../../shared/links');
const { loading, acting } = require('../../shared/loading');
const { vocabulary } = require('../../shared/vocabulary');

/** @typedef {Api['Vocabulary']['words']} Words */

/** @param {Api['ThemePlan']} plan @param {Words} words */
function materialsOf(plan, words) {
  return plan.materials.map(({ material }) => ({
    key: material.key,
    name: material.name,
    tag: words.MaterialForm[material.form],
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    key: '',
    words: /** @type {Words} */ ({}),
    answer: /** @type {Api['ThemeAnswer'] | null} */ (null),
    plan: /** @type {Api['ThemePlan'] | null} */ (null),
    materials: /** @type {ReturnType<typeof materialsOf>} */ ([]),
  },
  methods: {
    /** @param {{key?: string}} query */
    onLoad(query) {
      this.setData({ key: query.key || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { key: this.data.key };
        const [words, answer, planned] = await Promise.all([
          vocabulary(),
          api.call('get', '/api/v1/themes/{key}', { path }),
          api.call('post', '/api/v1/themes/{key}/plan', { path, body: { answers: {} }, isSafe: true }),
        ]);
        this.setData({ words, answer });
        this.show(planned.plan);
      });
    },
    /** @param {Api['ThemePlan']} plan */
    show(plan) {
      this.setData({ plan, materials: materialsOf(plan, this.data.words) });
    },
    /** @param {Record<string, string>} answers */
    ask(answers) {
      return acting(this, async () => {
        const path = { key: this.data.key };
        const planned = await api.call('post', '/api/v1/themes/{key}/plan', { path, body: { answers }, isSafe: true });
        this.show(planned.plan);
      });
    },
    given() {
      const { plan } = this.data;
      return Object.fromEntries((plan ? plan.path.given : []).map((one) => [one.question, one.option]));
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      const { plan } = this.data;
      if (!plan || !plan.path.next_question) return undefined;
      return this.ask({ ...this.given(), [plan.path.next_question.key]: event.detail.key });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    change(event) {
      const answers = this.given();
      delete answers[event.currentTarget.dataset.question];
      return this.ask(answers);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openGuide(event) {
      const { item } = event.currentTarget.dataset;
      if (item) links.open(`pages/guide/detail?key=${item}`);
    },
    onShareAppMessage() {
      const { answer, key } = this.data;
      return { title: answer ? answer.theme.name : '', path: `/pages/theme/detail?key=${key}` };
    },
  },
});
