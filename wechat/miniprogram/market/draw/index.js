const api = require('../../api/index');
const { at } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['DrawRecord']} record */
function factsOf(record) {
  return [
    { heading: '公布承诺', value: at(record.committed_at), note: record.commitment },
    { heading: '冻结名单', value: record.frozen_at ? at(record.frozen_at) : '还没有冻结', note: record.list_sha256 || '' },
    { heading: '密数', value: '', note: record.secret || '' },
    { heading: '种子', value: '', note: record.seed || '' },
  ].filter((one) => one.value || one.note);
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
