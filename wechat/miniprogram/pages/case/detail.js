const api = require('../../api/index');
const links = require('../../shared/links');
const { openPage } = require('../../shared/opening');
const { spaced, on, at } = require('../../shared/format');
const { loading, acting, orNull } = require('../../shared/loading');

/** @param {Api['HistoryView']} history */
function stepsOf(history) {
  return history.events.map(({ at: when, text }) => ({ when: at(when), text })).reverse();
}

/** Each page of each material is a door, once it is clean. @param {Api['CaseView']} found */
function materialsOf(found) {
  const faulty = new Set((found.correction ? found.correction.faults : []).map((one) => one.key));
  return found.materials.map(({ key, name, pages }) => ({
    key,
    name,
    tag: faulty.has(key) ? found.status_name : '',
    value: pages.length ? `${pages.length}页` : '',
    pages: pages.map((one, place) => ({
      number: place + 1,
      mediaType: one.media_type,
      note: one.state === 'clean' ? '' : one.message,
      mayOpen: one.state === 'clean',
    })),
  }));
}

/** Where each thing that one may do is done here; what has no place is told only. */
/** @type {Partial<Record<Api['ActionKey'], (found: Api['CaseView']) => string>>} */
const PLACES = {
  fill_in: ({ id }) => `apply/tasks/index?id=${id}`,
  correct: ({ id }) => `apply/tasks/index?id=${id}`,
  choose_city: ({ id }) => `apply/city/index?id=${id}`,
  send_originals: ({ id }) => `apply/originals/index?id=${id}`,
  readdress: ({ id }) => `apply/address/index?id=${id}&act=readdress`,
  change_address: ({ id }) => `apply/address/index?id=${id}&act=change_address`,
  apply_anew: ({ item_key: key }) => `pages/guide/detail?key=${key}`,
};

/** @param {Api['CaseView']} found */
function actionsOf(found) {
  return found.next_actions.map((one) => ({
    key: one.key,
    name: one.name,
    note: one.reason || one.text,
    isOpen: one.is_possible && (one.key in PLACES || one.key === 'withdraw'),
    isAwaited: one.is_awaited && one.is_possible && one.key in PLACES,
  }));
}

/** @param {Api['ParcelLeg'][]} legs */
function parcelsOf(legs) {
  return legs.map((one) => ({
    id: one.id,
    name: one.state_name,
    value: one.waybill_number || '',
    note: [one.latest ? `${at(one.latest.at)} ${one.latest.text}` : '', one.next_step].filter(Boolean).join('\n'),
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    found: /** @type {Api['CaseView'] | null} */ (null),
    number: '',
    /** For whom it is looked at, where that may be another. */
    whom: '',
    answerBy: '',
    actions: /** @type {ReturnType<typeof actionsOf>} */ ([]),
    materials: /** @type {ReturnType<typeof materialsOf>} */ ([]),
    results: /** @type {ReturnType<typeof parcelsOf>} */ ([]),
    originals: /** @type {ReturnType<typeof parcelsOf>} */ ([]),
    /** How it stands with another city, where it was meant for one. */
    handoff: /** @type {Api['HandoffView'] | null} */ (null),
    steps: /** @type {ReturnType<typeof stepsOf>} */ ([]),
  },
  methods: {
    /** @param {{id?: string, for?: string}} query */
    onLoad(query) {
      api.whose.hint(query.id || '', query.for);
      this.setData({ id: query.id || '' });
    },
    /** Read each time it is come back to: something may have been done meanwhile. */
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const asked = /** @type {const} */ ({ path: { case_id: this.data.id }, isActing: true });
        const [found, history, delivery, handoff] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
          api.callAsMe('get', '/api/v1/cases/{case_id}/history', asked),
          api.callAsMe('get', '/api/v1/cases/{case_id}/delivery', asked),
          orNull(api.callAsMe('get', '/api/v1/cases/{case_id}/handoff', asked)),
        ]);
        const { correction, number } = found;
        this.setData({
          found,
          number: number ? spaced(number) : '',
          whom: api.whose.nameOf(found.id),
          answerBy: correction && correction.answer_by ? on(correction.answer_by) : '',
          actions: actionsOf(found),
          materials: materialsOf(found),
          results: parcelsOf(delivery.result),
          originals: parcelsOf(delivery.originals),
          handoff,
          steps: stepsOf(history),
        });
      });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    act(event) {
      const { found } = this.data;
      const key = /** @type {Api['ActionKey']} */ (event.currentTarget.dataset.key);
      if (!found) return;
      const place = PLACES[key];
      if (place) links.open(place(found));
      else this.askToWithdraw();
    },
    /** What it means is said by the API before anything is done. */
    askToWithdraw() {
      const { actions } = this.data;
      const action = actions.find((one) => one.key === 'withdraw');
      if (!action) return;
      wx.showModal({
        title: action.name,
        content: action.note,
        confirmText: '确定撤回',
        cancelText: '不撤回',
        success: (choice) => {
          if (choice.confirm) this.withdraw();
        },
      });
    },
    withdraw() {
      return acting(this, async () => {
        const { id } = this.data;
        await api.callAsMe('post', '/api/v1/cases/{case_id}/withdraw', { path: { case_id: id }, once: `withdraw ${id}`, isActing: true });
        await this.load();
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openPage(event) {
      const { key, number, type } = event.currentTarget.dataset;
      return acting(this, () => openPage(this.data.id, key, number, type));
    },
    /** In which city it is to be decided, until it is sent; afterwards what went between the two. */
    openHandoff() {
      const { found } = this.data;
      if (found) links.open(`apply/${found.status === 'draft' ? 'city' : 'handoff'}/index?id=${found.id}`);
    },
    openFull() {
      links.open(`apply/full/index?id=${this.data.id}`);
    },
    openOriginals() {
      links.open(`apply/originals/index?id=${this.data.id}`);
    },
    openGuide() {
      const { found } = this.data;
      if (found) links.open(`pages/guide/detail?key=${found.item_key}`);
    },
  },
});
