const api = require('../../api/index');
const links = require('../../shared/links');
const { at, yuan } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** @param {Api['NeedSummary'][]} needs */
function linesOf(needs) {
  return needs.map((one) => ({
    id: one.id,
    title: one.title,
    tag: one.status_name,
    note: [one.service_name, one.owner_name, one.budget_fen ? `最高限价${yuan(one.budget_fen)}` : '没有限价', `报价截止${at(one.bids_close_at)}`].join('\n'),
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    service: '',
    lines: /** @type {ReturnType<typeof linesOf>} */ ([]),
    cursor: /** @type {string | null} */ (null),
  },
  methods: {
    /** @param {{service?: string}} query */
    onLoad(query) {
      this.setData({ service: query.service || '' });
      return this.load();
    },
    /** @param {string | null} cursor */
    page(cursor) {
      return api.call('get', '/api/v1/market/needs', { query: { service_type: this.data.service, status: null, cursor, limit: 20 } });
    },
    load() {
      return loading(this, async () => {
        const page = await this.page(null);
        this.setData({ lines: linesOf(page.needs), cursor: page.next_cursor });
      });
    },
    more() {
      return acting(this, async () => {
        const page = await this.page(this.data.cursor);
        this.setData({ lines: [...this.data.lines, ...linesOf(page.needs)], cursor: page.next_cursor });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      links.open(`market/need/index?id=${event.currentTarget.dataset.id}`);
    },
  },
});
