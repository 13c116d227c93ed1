const api = require('../../api/index');
const links = require('../../shared/links');
const { spaced, on, at } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['HistoryView']} history */
function stepsOf(history) {
  return history.events.map(({ at: when, text }) => ({ when: at(when), text })).reverse();
}

/** @param {Api['CaseView']} found */
function materialsOf(found) {
  const faulty = new Set((found.correction ? found.correction.faults : []).map((one) => one.key));
  return found.materials.map(({ key, name, file_ids: files }) => ({
    key,
    name,
    value: files.length ? `${files.length}页` : '',
    tag: faulty.has(key) ? found.status_name : '',
  }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    found: /** @type {Api['CaseView'] | null} */ (null),
    number: '',
    answerBy: '',
    materials: /** @type {ReturnType<typeof materialsOf>} */ ([]),
    steps: /** @type {ReturnType<typeof stepsOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { case_id: this.data.id };
        const [found, history] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', { path, isActing: true }),
          api.callAsMe('get', '/api/v1/cases/{case_id}/history', { path, isActing: true }),
        ]);
        const { correction, number } = found;
        this.setData({
          found,
          number: number ? spaced(number) : '',
          answerBy: correction && correction.answer_by ? on(correction.answer_by) : '',
          materials: materialsOf(found),
          steps: stepsOf(history),
        });
      });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    openGuide() {
      const { found } = this.data;
      if (found) links.open(`pages/guide/detail?key=${found.item_key}`);
    },
  },
});
