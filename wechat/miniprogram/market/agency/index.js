const api = require('../../api/index');
const { on } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['AgencyProfile']} found */
function servicesOf(found) {
  return found.services.map((one) => ({
    name: one.name,
    note: `${one.price}\n承诺${one.promised_days}个工作日${one.is_open ? '' : ',现在不能承接'}`,
  }));
}

/** @param {Api['AgencyProfile']} found */
function papersOf(found) {
  return found.qualifications.map((one) => ({
    name: one.name,
    value: one.standing_name,
    note: `${one.number}\n${on(one.valid_from)}起,${one.valid_until ? `到${on(one.valid_until)}` : '长期有效'}`,
  }));
}

/** @param {Api['AgencyProfile']} found */
function sanctionsOf(found) {
  return found.sanctions.map((one) => ({ name: one.kind_name, note: `${on(one.ordered_on)}到${on(one.last_day)}\n${one.reason}`, value: one.is_lifted ? '已撤销' : '' }));
}

/** @param {Api['RatingPage']} page */
function ratingsOf(page) {
  return page.ratings.map((one) => ({ when: on(one.rated_on), note: [one.text, one.reply ? `机构回复:${one.reply}` : ''].filter(Boolean).join('\n') }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    found: /** @type {Api['AgencyProfile'] | null} */ (null),
    credit: '',
    services: /** @type {ReturnType<typeof servicesOf>} */ ([]),
    papers: /** @type {ReturnType<typeof papersOf>} */ ([]),
    sanctions: /** @type {ReturnType<typeof sanctionsOf>} */ ([]),
    averages: /** @type {{name: string, value: string}[]} */ ([]),
    ratings: /** @type {ReturnType<typeof ratingsOf>} */ ([]),
    tooFew: '',
    record: '',
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { agency_id: this.data.id };
        const [found, credit, ratings, record] = await Promise.all([
          api.call('get', '/api/v1/market/agencies/{agency_id}', { path }),
          api.call('get', '/api/v1/market/agencies/{agency_id}/credit', { path }),
          api.call('get', '/api/v1/market/agencies/{agency_id}/ratings', { path }),
          api.call('get', '/api/v1/market/agencies/{agency_id}/record', { path }),
        ]);
        const isTold = ratings.votes >= ratings.least_votes;
        this.setData({
          found,
          credit: `${credit.score}分,${credit.grade_name}`,
          services: servicesOf(found),
          papers: papersOf(found),
          sanctions: sanctionsOf(found),
          averages: isTold ? ratings.dimensions.map(({ name, average }) => ({ name, value: average === null ? '' : `${average.toFixed(2)}分` })) : [],
          ratings: ratingsOf(ratings),
          tooFew: isTold ? '' : `评价不足${ratings.least_votes}条(现有${ratings.votes}条),不公布平均分。`,
          record: record.finished ? `办完${record.finished}份合同,按时${record.on_time}份` : '还没有办完的合同',
        });
      });
    },
    onShareAppMessage() {
      const { found, id } = this.data;
      return { title: found ? found.enterprise.name : '', path: `/market/agency/index?id=${id}` };
    },
  },
});
