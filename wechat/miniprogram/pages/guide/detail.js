const api = require('../../api/index');
const links = require('../../shared/links');
const { addressOf, copy } = require('../../shared/copying');
const { loading, acting } = require('../../shared/loading');
const { vocabulary } = require('../../shared/vocabulary');
const { yuan } = require('../../shared/format');

/** @typedef {Api['Vocabulary']['words']} Words */

/** @param {Api['ServiceGuide']} guide @param {Words} words */
function factsOf(guide, words) {
  /** @param {Api['Limit']} limit */
  const limit = ({ value, unit }) => `${value}${words.LimitUnit[unit]}`;
  return [
    { heading: '办理类型', value: words.HandleType[guide.handle_type], note: '' },
    { heading: '承诺时限', value: limit(guide.promised_limit), note: guide.promised_limit.note || '' },
    { heading: '法定时限', value: limit(guide.statutory_limit), note: guide.statutory_limit.note || '' },
    { heading: '到现场次数', value: `${guide.visits_required}次`, note: guide.visit_reason || '' },
    { heading: '网上办理', value: words.OnlineLevel[guide.online_level], note: '' },
  ];
}

/** @param {Api['PersonalMaterial'][]} materials @param {Words} words */
function materialsOf(materials, words) {
  return materials.map(({ material, because }) => ({
    key: material.key,
    name: material.name,
    tag: words.MaterialForm[material.form],
    note: [words.MaterialSource[material.source || 'applicant'], material.source_note, ...(material.acceptance_notes || []), ...because]
      .filter(Boolean)
      .join('\n'),
  }));
}

/** @param {Api['FeeItem'][]} fees */
function feesOf(fees) {
  return fees.map((fee) => ({ name: fee.name, value: `${yuan(fee.amount_fen)}${fee.per ? `/${fee.per}` : ''}` }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    key: '',
    words: /** @type {Words} */ ({}),
    answer: /** @type {Api['GuideAnswer'] | null} */ (null),
    situation: /** @type {Api['SituationAnswer'] | null} */ (null),
    facts: /** @type {ReturnType<typeof factsOf>} */ ([]),
    materials: /** @type {ReturnType<typeof materialsOf>} */ ([]),
    fees: /** @type {ReturnType<typeof feesOf>} */ ([]),
    state: '',
  },
  methods: {
    /** @param {Record<string, string | undefined>} query */
    onLoad(query) {
      this.setData({ key: links.guideOf(query) });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { key: this.data.key };
        const [words, answer, situation] = await Promise.all([
          vocabulary(),
          api.call('get', '/api/v1/guides/{key}', { path }),
          api.call('post', '/api/v1/guides/{key}/situation', { path, body: { answers: {} }, isSafe: true }),
        ]);
        const { guide } = answer;
        const state = guide.state && guide.state !== 'in_use' ? words.ItemState[guide.state] : '';
        this.setData({ words, answer, state, facts: factsOf(guide, words) });
        this.show(situation);
      });
    },
    /** @param {Api['SituationAnswer']} situation */
    show(situation) {
      const { words } = this.data;
      this.setData({ situation, materials: materialsOf(situation.materials, words), fees: feesOf(situation.fees) });
    },
    /** @param {Record<string, string>} answers */
    ask(answers) {
      return acting(this, async () => {
        const path = { key: this.data.key };
        this.show(await api.call('post', '/api/v1/guides/{key}/situation', { path, body: { answers }, isSafe: true }));
      });
    },
    given() {
      const { situation } = this.data;
      return Object.fromEntries((situation ? situation.path.given : []).map((one) => [one.question, one.option]));
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      const { situation } = this.data;
      if (!situation || !situation.path.next_question) return undefined;
      return this.ask({ ...this.given(), [situation.path.next_question.key]: event.detail.key });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    change(event) {
      const answers = this.given();
      delete answers[event.currentTarget.dataset.question];
      return this.ask(answers);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openMap(event) {
      const { hall } = /** @type {Api['CounterPlace']} */ (event.currentTarget.dataset.place);
      const { map_point: point, name, address } = hall;
      if (point) wx.openLocation({ latitude: point.latitude, longitude: point.longitude, name, address });
    },
    /** 现在就办, with the answers that were given here. */
    apply() {
      const answers = encodeURIComponent(JSON.stringify(this.given()));
      links.open(`apply/start/index?key=${this.data.key}&answers=${answers}`);
    },
    /**
     * A form is a page to print, which WeChat itself cannot show: its address, good for some minutes,
     * is copied for a browser.
     *
     * @param {WechatMiniprogram.BaseEvent} event
     */
    copyForm(event) {
      const { form, kind } = event.currentTarget.dataset;
      return acting(this, async () => {
        const { forms } = await api.call('get', '/api/v1/guides/{key}/forms', { path: { key: this.data.key } });
        const found = forms.find((one) => one.key === form);
        if (!found || !(await copy(addressOf(kind === 'blank' ? found.blank_path : found.sample_path)))) return;
        const content = `地址已经复制。请粘贴到浏览器里打开,可以打印。${found.expires_at.slice(11, 16)}以前有效。`;
        wx.showModal({ title: found.title, content, showCancel: false });
      });
    },
    openStatus() {
      links.open('pages/status/index');
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openTheme(event) {
      links.open(`pages/theme/detail?key=${event.currentTarget.dataset.key}`);
    },
    onShareAppMessage() {
      const { answer, key } = this.data;
      return { title: answer ? answer.guide.name : '', path: `/pages/guide/detail?key=${key}` };
    },
  },
});
