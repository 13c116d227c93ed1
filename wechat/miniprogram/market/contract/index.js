const api = require('../../api/index');
const links = require('../../shared/links');
const { on, at, yuan } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { openFile } = require('../../shared/opening');
const { actsOf, dealOf } = require('../acts/contract-acts');

/** @type {Record<Api['FileKind'], string>} */
const KINDS = { contract: '合同', milestone: '节点', result: '成果' };
/** @type {Record<Api['MilestoneState'], string>} */
const STATES = { planned: '还没有完成', reported: '已报告,等采购人确认', accepted: '采购人已确认' };

/** @param {Api['ContractView']} found */
function factsOf(found) {
  return [
    { heading: '采购人', value: found.owner_name },
    { heading: '中介机构', value: found.agency_name },
    { heading: '合同价款', value: found.price_fen === null ? '' : yuan(found.price_fen) },
    { heading: '约定的交付日', value: found.last_day ? on(found.last_day) : '' },
    { heading: '最迟', value: found.until ? on(found.until) : '' },
    { heading: '申请延期到', value: found.extension ? on(found.extension.last_day) : '' },
    { heading: '申请终止的理由', value: found.ending ? found.ending.reason : '' },
  ].filter((one) => one.value);
}

/** @param {Api['ContractView']} found */
function milestonesOf(found) {
  return found.milestones.map((one) => ({ heading: one.words, note: [on(one.on), one.reason].filter(Boolean).join('\n'), value: STATES[one.state] }));
}

/** @param {Api['ContractView']} found */
function filesOf(found) {
  return found.files.map(({ kind, part, file }) => ({
    id: file.id,
    name: file.name,
    note: kind === 'milestone' ? `${KINDS[kind]}${part + 1}` : KINDS[kind],
    type: file.media_type || '',
  }));
}

/** @param {Api['ContractRatings']} ratings @param {Api['ContractView']} found */
function ratingsOf({ ratings, dimensions }, found) {
  const names = Object.fromEntries(dimensions.map((one) => [one.key, one.name]));
  return ratings.map((one) => ({
    id: one.id,
    name: `${one.by === 'owner' ? found.owner_name : found.agency_name}的评价`,
    note: [
      Object.entries(one.scores).map(([key, points]) => `${names[key] || ''}${points}分`).join('、'),
      one.text,
      one.reply ? `回复:${one.reply}` : '',
      one.judgement,
    ].filter(Boolean).join('\n'),
  }));
}

/** Each side has its own page. @param {Api['ContractView']} found */
function webPageOf({ id, side }) {
  return side === 'agency' ? `/me/agency/contracts/${id}` : `/me/market/contracts/${id}`;
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    found: /** @type {Api['ContractView'] | null} */ (null),
    facts: /** @type {ReturnType<typeof factsOf>} */ ([]),
    milestones: /** @type {ReturnType<typeof milestonesOf>} */ ([]),
    acts: /** @type {ReturnType<typeof actsOf>} */ ([]),
    files: /** @type {ReturnType<typeof filesOf>} */ ([]),
    ratings: /** @type {ReturnType<typeof ratingsOf>} */ ([]),
    rateUntil: '',
    history: /** @type {string[]} */ ([]),
    webPage: '',
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
    },
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const deal = await dealOf(this.data.id);
        const { contract: found, ratings } = deal;
        this.setData({
          found,
          facts: factsOf(found),
          milestones: milestonesOf(found),
          acts: actsOf(deal),
          files: filesOf(found),
          ratings: ratingsOf(ratings, found),
          rateUntil: ratings.can.includes('rate') && ratings.rate_until ? `最迟${on(ratings.rate_until)}评价。` : '',
          history: found.history.map((one) => `${at(one.at)} ${one.text}`).reverse(),
          webPage: webPageOf(found),
        });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openAct(event) {
      const { name, place } = this.data.acts[event.currentTarget.dataset.index];
      links.open(`market/act/index?of=contract&id=${this.data.id}&act=${name}&place=${place}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openFile(event) {
      const { id, type } = this.data.files[event.currentTarget.dataset.index];
      return acting(this, async () => {
        const path = { contract_id: this.data.id, file_id: id };
        const { url } = await api.callAsMe('post', '/api/v1/market/own-contracts/{contract_id}/files/{file_id}/link', { path, isActing: true });
        await openFile(url, type);
      });
    },
    openNeed() {
      const { found } = this.data;
      if (found) links.open(`market/need/index?id=${found.need_id}`);
    },
  },
});
