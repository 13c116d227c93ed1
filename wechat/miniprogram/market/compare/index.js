const api = require('../../api/index');
const links = require('../../shared/links');
const { on } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['ComparedAgency']} one */
function factsOf(one) {
  return [
    { heading: '价格', value: one.price, note: one.against_average ? one.against_average.text : '' },
    { heading: '承诺时限', value: `${one.promised_days}个工作日`, note: '' },
    { heading: '按时完成', value: '', note: one.record.on_time.text },
    { heading: '采购人评价', value: '', note: one.record.rating.text },
    { heading: '专业人员', value: `${one.practitioners}人`, note: `其中公开登记的${one.registered_practitioners}人` },
    { heading: '资质', value: '', note: one.qualifications.map((paper) => `${paper.name} ${paper.standing_name}`).join('\n') },
    { heading: '资质到期', value: one.covered_until ? on(one.covered_until) : '', note: '' },
    { heading: '处理决定', value: '', note: one.sanctions.join('\n') },
  ].filter((fact) => fact.value || fact.note);
}

/** @param {Api['ComparedAgency'][]} agencies */
function agenciesOf(agencies) {
  return agencies.map((one) => ({ id: one.agency_id, name: one.name, status: one.status_name, facts: factsOf(one) }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    key: '',
    ids: /** @type {string[]} */ ([]),
    name: '',
    agencies: /** @type {ReturnType<typeof agenciesOf>} */ ([]),
  },
  methods: {
    /** @param {{key?: string, agencies?: string}} query */
    onLoad(query) {
      this.setData({ key: query.key || '', ids: (query.agencies || '').split(',').filter(Boolean) });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { key, ids } = this.data;
        const path = { service_type: key };
        const found = await api.call('get', '/api/v1/market/services/{service_type}/compare', { path, query: { agency: ids } });
        this.setData({ name: found.service.name, agencies: agenciesOf(found.agencies) });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      links.open(`market/agency/index?id=${event.currentTarget.dataset.id}`);
    },
  },
});
