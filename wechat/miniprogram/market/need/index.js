const api = require('../../api/index');
const links = require('../../shared/links');
const { on, at, yuan } = require('../../shared/format');
const { loading, orNull } = require('../../shared/loading');
const read = require('../read');

/** @param {Api['NeedView']} need */
function termsOf(need) {
  const judging = need.judging;
  return [
    { heading: '采购人', value: need.owner_name },
    { heading: '最高限价', value: need.budget_fen ? yuan(need.budget_fen) : '没有限价' },
    { heading: '发布时间', value: need.published_at ? at(need.published_at) : '' },
    { heading: '报价截止', value: at(need.bids_close_at) },
    { heading: '最迟开启报价', value: need.open_by ? at(need.open_by) : '' },
    { heading: '收到报价', value: need.bid_count === null ? '截止前不公布份数' : `${need.bid_count}份` },
    { heading: '评审专家', value: judging ? `${judging.specialty_name}${judging.members}名` : '' },
    { heading: '评审因素', value: judging ? judging.criteria.map((one) => `${one.name}${one.points}分`).join('、') : '' },
    { heading: '方案怎样提交', value: judging ? judging.handed_in : '' },
  ].filter((one) => one.value);
}

/** @param {Api['NeedChangeView'][]} changes */
function changesOf(changes) {
  return changes.map((one) => ({
    name: `第${one.number}次变更`,
    note: [
      `${at(one.changed_at)}。原因:${one.reason}`,
      ...one.parts.map(({ part, before, after }) => `${part}\n原来:${before}\n现在:${after}`),
      one.voids_bids ? '变更前的报价须重新提交。' : '变更前的报价继续有效。',
    ].join('\n'),
  }));
}

/** @param {Api['OpeningView']} opening */
function bidsOf(opening) {
  return opening.bids.map((one) => ({
    id: one.agency_id,
    name: one.agency_name,
    value: one.price_fen === null ? '' : yuan(one.price_fen),
    note: [one.days === null ? '' : `${one.days}个工作日`, `报价编号 ${one.bid_id}`, one.excluded ? '不参加选取,理由在下面' : ''].filter(Boolean).join('\n'),
  }));
}

/** @param {Api['OpeningView']} opening */
function awardOf({ award }) {
  if (!award) return null;
  const price = award.price_fen === null ? '' : `中选价${yuan(award.price_fen)},`;
  return { id: award.agency_id, name: award.agency_name, note: `${price}${at(award.awarded_at)}选定,公示到${on(award.shown_until)}。` };
}

/** @param {Api['NeedView']} need */
function questionsOf(need) {
  return need.questions.map((one) => ({ name: one.question, note: one.answered_at ? one.answer : '采购人还没有答复。' }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    id: '',
    need: /** @type {Api['NeedView'] | null} */ (null),
    terms: /** @type {ReturnType<typeof termsOf>} */ ([]),
    changes: /** @type {ReturnType<typeof changesOf>} */ ([]),
    questions: /** @type {ReturnType<typeof questionsOf>} */ ([]),
    history: /** @type {string[]} */ ([]),
    opening: /** @type {Api['OpeningView'] | null} */ (null),
    award: /** @type {ReturnType<typeof awardOf>} */ (null),
    bids: /** @type {ReturnType<typeof bidsOf>} */ ([]),
    isOpenForBids: false,
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { need_id: this.data.id };
        const [need, { changes }, opening] = await Promise.all([
          api.call('get', '/api/v1/market/needs/{need_id}', { path }),
          api.call('get', '/api/v1/market/needs/{need_id}/changes', { path }),
          this.opening(),
        ]);
        this.setData({
          need,
          opening,
          terms: termsOf(need),
          changes: changesOf(changes),
          questions: questionsOf(need),
          history: need.history.map((one) => `${at(one.at)} ${one.text}`).reverse(),
          award: opening ? awardOf(opening) : null,
          bids: opening ? bidsOf(opening) : [],
          isOpenForBids: need.status === 'published',
        });
        read.saw(this.data.id, Math.max(0, ...changes.map((one) => one.number)));
      });
    },
    /** Before the opening there is none. */
    async opening() {
      try {
        return await orNull(api.call('get', '/api/v1/market/needs/{need_id}/opening', { path: { need_id: this.data.id } }));
      } catch (fault) {
        if (fault instanceof api.Problem && fault.code === 'not_opened_yet') return null;
        throw fault;
      }
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openAgency(event) {
      links.open(`market/agency/index?id=${event.currentTarget.dataset.id}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openDraw(event) {
      links.open(`market/draw/index?number=${event.currentTarget.dataset.number}`);
    },
    openBid() {
      links.open(`market/bid/index?id=${this.data.id}`);
    },
    openService() {
      const { need } = this.data;
      if (need) links.open(`market/service/index?key=${need.service_type}`);
    },
    onShareAppMessage() {
      const { need, id } = this.data;
      return { title: need ? need.title : '', path: `/market/need/index?id=${id}` };
    },
  },
});
