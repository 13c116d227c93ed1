const api = require('../../api/index');
const links = require('../../shared/links');
const { on } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { pageOf, unlessSent } = require('../going');
const uploading = require('../attaching');

/** @type {Partial<Record<Api['TaskState'], string>>} */
const TONES = { done: 'good', faulty: 'alarm' };

/** @param {Api['FillingTask']} task @param {number} index */
function shownOf(task, index) {
  const isShut = task.state === 'closed';
  return {
    index,
    kind: task.kind,
    key: task.key,
    name: task.name,
    isShut,
    tag: task.kind === 'check' ? '' : task.state_name,
    tone: TONES[task.state] || '',
    note: [task.told, ...task.reasons].filter(Boolean).join('\n'),
  };
}

/** @param {Api['TaskList']} found */
function stepsOf(found) {
  return found.steps.map(({ name, tasks }, place) => ({ name: `${place + 1}. ${name}`, tasks: tasks.map(shownOf) }));
}

/** 办事清单: what is done and what is not, each a door. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    isOut: false,
    problem: '',
    id: '',
    name: '',
    whom: '',
    correction: /** @type {Api['CorrectionView'] | null} */ (null),
    answerBy: '',
    steps: /** @type {ReturnType<typeof stepsOf>} */ ([]),
    impossible: '',
    city: /** @type {Api['NextAction'] | null} */ (null),
    next: '',
    nextName: '',
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    /** Read each time it is come back to: a task may have been done meanwhile. */
    onShow() {
      return this.load();
    },
    load() {
      const isOut = api.session.isOut();
      this.setData({ isOut });
      if (isOut) return this.setData({ isLoading: false, problem: '' });
      uploading.resume();
      return loading(this, () => unlessSent(this.data.id, () => this.read()));
    },
    async read() {
      const { id } = this.data;
      const asked = /** @type {const} */ ({ path: { case_id: id }, isActing: true });
      const [found, own] = await Promise.all([
        api.callAsMe('get', '/api/v1/cases/{case_id}/tasks', asked),
        api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
      ]);
      const { next_task: next } = found;
      const by = own.correction && own.correction.answer_by;
      this.setData({
        name: own.item_name,
        whom: api.whose.nameOf(own.id),
        correction: own.correction,
        answerBy: by ? on(by) : '',
        steps: stepsOf(found),
        city: own.next_actions.find((one) => one.key === 'choose_city' && one.is_possible) || null,
        impossible: found.impossible_because || '',
        next: next ? pageOf(id, next.kind, next.key) : '',
        nextName: next ? next.name : '',
      });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    signIn() {
      return acting(this, async () => {
        await api.session.signIn();
        await this.load();
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openTask(event) {
      const { kind, key } = event.currentTarget.dataset;
      links.open(pageOf(this.data.id, kind, key));
    },
    goOn() {
      links.open(this.data.next);
    },
    openCity() {
      links.open(`apply/city/index?id=${this.data.id}`);
    },
    openCase() {
      links.open(`pages/case/detail?id=${this.data.id}`);
    },
  },
});
