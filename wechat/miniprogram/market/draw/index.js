const api = require('../../api/index');
const { at } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['DrawRecord']} record */
function factsOf(record) {
  return [
    { heading: '公布承诺', note: `${at(record.committed_at)}\n${record.commitment}` },
    { heading: '冻结名单', note: record.frozen_at ? `${at(record.frozen_at)}\n${record.list_sha256}` : '还没有冻结' },
    { heading: '密数', note: record.secret || '' },
    { heading: '种子', note: record.seed || '' },
  ].filter((one) => one.note);
}

/** @param {Api['DrawRecord']} record */
function sourcesOf(record) {
  return record.sources.map((one) => ({ heading: `第${one.issue}期`, note: `${at(one.closes_at)}截止` }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    number: '',
    winners: /** @type {string[]} */ ([]),
    drawnAt: '',
    facts: /** @type {ReturnType<typeof factsOf>} */ ([]),
    sources: /** @type {ReturnType<typeof sourcesOf>} */ ([]),
  },
  methods: {
    /** @param {{number?: string}} query */
    onLoad(query) {
      this.setData({ number: query.number || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const record = await api.call('get', '/api/v1/draws/{number}', { path: { number: this.data.number } });
        this.setData({
          winners: (record.drawn || []).map((one) => one.winner),
          drawnAt: record.drawn_at ? at(record.drawn_at) : '',
          facts: factsOf(record),
          sources: sourcesOf(record),
        });
      });
    },
  },
});
