const api = require('../../api/index');
const { loading, acting } = require('../../shared/loading');
const { filling, toNext, toTasks, unlessSent } = require('../going');

/** One question of the situation; the answer decides what is asked for. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    key: '',
    then: '',
    version: '',
    name: '',
    question: /** @type {Api['QuestionAsked'] | null} */ (null),
    answers: /** @type {Record<string, string>} */ ({}),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', key: query.key || '', then: query.then || '' });
      return this.load();
    },
    load() {
      return loading(this, () => unlessSent(this.data.id, () => this.read()));
    },
    async read() {
      const { id, key } = this.data;
      const found = await filling(id);
      const question = found.questions.find((one) => one.key === key);
      // Another answer, given meanwhile, may have made this one needless.
      if (!question) return toTasks(id);
      const given = found.questions.filter((one) => one.chosen).map((one) => [one.key, one.chosen]);
      this.setData({ version: found.version, name: found.item_name, question, answers: Object.fromEntries(given) });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      if (this.data.isBusy) return undefined;
      return acting(this, async () => {
        const { id, key, then, version, answers } = this.data;
        const body = { situation: { ...answers, [key]: event.detail.key } };
        await api.callAsMe('post', '/api/v1/cases/{case_id}/filling', { path: { case_id: id }, body, seen: version, isActing: true, isSafe: true });
        await toNext(id, then);
      });
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
