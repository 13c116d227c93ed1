const api = require('../../api/index');
const links = require('../../shared/links');
const { loading, sentenceOf } = require('../../shared/loading');
const { CHECK, filling, pageOf, replace, toTasks, unlessSent } = require('../going');

/** 核对提交: everything once more before it is sent. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    found: /** @type {Api['FillingView'] | null} */ (null),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    /** Read each time it is come back to: something may have been changed. */
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, () => unlessSent(this.data.id, () => this.read()));
    },
    async read() {
      const { id } = this.data;
      const path = { case_id: id };
      const [found, listed] = await Promise.all([
        filling(id),
        api.callAsMe('get', '/api/v1/cases/{case_id}/tasks', { path, isActing: true }),
      ]);
      if (!listed.may_submit) return toTasks(id);
      this.setData({ found });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    change(event) {
      const { kind, key } = event.currentTarget.dataset;
      links.open(pageOf(this.data.id, kind, key, CHECK));
    },
    /** However often it is tapped, and if the mini-program was closed in between: sent once. */
    async submit() {
      const { id, found } = this.data;
      if (!found) return;
      this.setData({ isBusy: true, refusal: '' });
      try {
        const once = `submit ${id} ${found.version}`;
        await api.callAsMe('post', '/api/v1/cases/{case_id}/submit', { path: { case_id: id }, once, seen: found.version, isActing: true });
        replace(`apply/receipt/index?id=${id}`);
      } catch (fault) {
        // Told first: what follows may fail as well.
        this.setData({ refusal: sentenceOf(fault) });
        await unlessSent(id, () => this.read()).catch(() => undefined);
      } finally {
        this.setData({ isBusy: false });
      }
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
