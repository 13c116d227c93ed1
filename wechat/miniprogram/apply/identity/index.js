const api = require('../../api/index');
const links = require('../../shared/links');
const { loading } = require('../../shared/loading');
const { filling, toNext, toTasks } = require('../going');

/** How surely one must be known for this application, and the ways to it. */
Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    then: '',
    reasons: /** @type {string[]} */ ([]),
    ways: /** @type {Api['WayView'][]} */ ([]),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', then: query.then || '' });
    },
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { id, then } = this.data;
        const [listed, asked] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}/tasks', { path: { case_id: id }, isActing: true }),
          filling(id),
        ]);
        const task = listed.steps.flatMap((step) => step.tasks).find((one) => one.kind === 'identity');
        // Proven meanwhile, at the counter or in another window: on with the next.
        if (!task) return toNext(id, then);
        this.setData({ reasons: task.reasons, ways: asked.identity_ways });
      });
    },
    /** The counter looks at a code; online it is done outside of the mini-program. @param {WechatMiniprogram.BaseEvent} event */
    openWay(event) {
      const isCounter = event.currentTarget.dataset.method === 'counter';
      links.open(isCounter ? 'mine/counter-code/index' : 'mine/identity/index');
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
