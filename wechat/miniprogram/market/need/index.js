const api = require('../../api/index');
const links = require('../../shared/links');
const { on, at, yuan } = require('../../shared/format');
const { loading, acting, orNull } = require('../../shared/loading');
const { openFile } = require('../../shared/opening');
const { mayOthers, openingOf, ownActsOf } = require('../acts/need-acts');
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

/** @param {Api['PublicDispute'][]} disputes */
function disputesOf(disputes) {
  return disputes.map((one) => ({ name: `${one.about_name},${at(one.made_at)}`, tag: one.status_name, note: one.decision }));
}

/** @param {Api['ContractNotice']} notice */
function noticeOf(notice) {
  return [
    { heading: '合同编号', value: notice.number },
    { heading: '中介机构', value: notice.agency_name },
    { heading: '合同价款', value: notice.price_fen === null ? '' : yuan(notice.price_fen) },
    { heading: '签订', value: notice.signed_on ? on(notice.signed_on) : '' },
    { heading: '约定的交付日', value: notice.last_day ? on(notice.last_day) : '' },
    { heading: '完成', value: notice.finished_on ? on(notice.finished_on) : '' },
    { heading: '现在', value: notice.status_name },
  ].filter((one) => one.value);
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
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
    isOwn: false,
    mayAsk: false,
    mayObject: false,
    acts: /** @type {ReturnType<typeof ownActsOf>} */ ([]),
    files: /** @type {Api['NeedFileView'][]} */ ([]),
    disputes: /** @type {ReturnType<typeof disputesOf>} */ ([]),
    disputesCursor: /** @type {string | null} */ (null),
    contract: /** @type {ReturnType<typeof noticeOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string, own?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '', isOwn: query.own === '1' });
    },
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const path = { need_id: this.data.id };
        const { isOwn, id } = this.data;
        const [need, { changes }, opening, { files }, disputes, notice] = await Promise.all([
          isOwn
            ? api.callAsMe('get', '/api/v1/market/own-needs/{need_id}', { path, isActing: true })
            : api.call('get', '/api/v1/market/needs/{need_id}', { path }),
          api.call('get', '/api/v1/market/needs/{need_id}/changes', { path }),
          openingOf(id),
          api.call('get', '/api/v1/market/needs/{need_id}/files', { path }),
          api.call('get', '/api/v1/market/needs/{need_id}/disputes', { path }),
          orNull(api.call('get', '/api/v1/market/needs/{need_id}/contract', { path })),
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
          acts: isOwn ? ownActsOf(need) : [],
          mayAsk: !isOwn && mayOthers('ask', need),
          mayObject: !isOwn && mayOthers('object', need),
          files,
          disputes: disputesOf(disputes.disputes),
          disputesCursor: disputes.next_cursor,
          contract: notice ? noticeOf(notice) : [],
          isOpenForBids: !isOwn && need.status === 'published',
        });
        read.saw(this.data.id, Math.max(0, ...changes.map((one) => one.number)));
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openAct(event) {
      const { name, place } = this.data.acts[event.currentTarget.dataset.index];
      links.open(`market/act/index?of=need&id=${this.data.id}&act=${name}&place=${place}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openOther(event) {
      links.open(`market/act/index?of=need&id=${this.data.id}&act=${event.currentTarget.dataset.act}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openFile(event) {
      const { id, media_type: type } = this.data.files[event.currentTarget.dataset.index];
      return acting(this, async () => {
        const path = { need_id: this.data.id, file_id: id };
        const { url } = await api.call('get', '/api/v1/market/needs/{need_id}/files/{file_id}/link', { path });
        await openFile(url, type);
      });
    },
    moreDisputes() {
      return acting(this, async () => {
        const path = { need_id: this.data.id };
        const page = await api.call('get', '/api/v1/market/needs/{need_id}/disputes', { path, query: { cursor: this.data.disputesCursor } });
        this.setData({ disputes: [...this.data.disputes, ...disputesOf(page.disputes)], disputesCursor: page.next_cursor });
      });
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
