const api = require('../../api/index');
const { spaced, on, at } = require('../../shared/format');
const { sentenceOf } = require('../../shared/loading');

/** @param {Api['StatusAnswer']} answer */
function stepsOf(answer) {
  return answer.steps.map(({ at: when, text }) => ({ when: at(when), text })).reverse();
}

Component({
  data: {
    isBusy: false,
    number: '',
    tail: '',
    problem: '',
    fields: /** @type {Record<string, string>} */ ({}),
    answer: /** @type {Api['StatusAnswer'] | null} */ (null),
    shown: '',
    due: '',
    steps: /** @type {ReturnType<typeof stepsOf>} */ ([]),
  },
  methods: {
    /** @param {{number?: string}} query */
    onLoad(query) {
      this.setData({ number: query.number || '' });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    changeNumber(event) {
      this.setData({ number: event.detail.value });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    changeTail(event) {
      this.setData({ tail: event.detail.value });
    },
    async ask() {
      const { number, tail } = this.data;
      this.setData({ isBusy: true, problem: '', fields: {} });
      try {
        // Not to be repeated by itself: wrong guesses are counted.
        const body = { number, id_number_tail: tail };
        const answer = await api.call('post', '/api/v1/case-status-queries', { body });
        const due = answer.due_on ? on(answer.due_on) : '';
        this.setData({ answer, due, shown: spaced(answer.number), steps: stepsOf(answer) });
      } catch (fault) {
        const fields = fault instanceof api.Problem ? fault.fields : {};
        this.setData({ problem: sentenceOf(fault), fields });
      } finally {
        this.setData({ isBusy: false });
      }
    },
    again() {
      this.setData({ answer: null, number: '', tail: '' });
    },
  },
});
