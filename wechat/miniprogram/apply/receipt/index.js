const api = require('../../api/index');
const { spaced, at, on } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { subscribe } = require('../../shared/subscribing');
const { replace } = require('../going');

/** 回执: sent, till when an answer comes, and by what message one wants to be told. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    found: /** @type {Api['CaseView'] | null} */ (null),
    number: '',
    sentAt: '',
    answerBy: '',
    isProvisional: false,
    entries: /** @type {Api['Subscription'][]} */ ([]),
    mayAsk: false,
    told: '',
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [found, subscriptions] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', { path: { case_id: this.data.id }, isActing: true }),
          api.callAsMe('get', '/api/v1/me/subscriptions'),
        ]);
        const limit = found.clocks.filter((one) => one.kind === 'notice').pop();
        this.setData({
          found,
          number: found.number ? spaced(found.number) : '',
          sentAt: found.submitted_at ? at(found.submitted_at) : '',
          answerBy: limit ? on(limit.due_on) : '',
          isProvisional: Boolean(limit && limit.is_provisional),
          entries: subscriptions.entries,
          mayAsk: subscriptions.entries.some((one) => one.balance === 0),
        });
      });
    },
    /** WeChat shows its question only in answer to a tap, so nothing is waited for before it. */
    subscribe() {
      const asking = subscribe(this.data.entries);
      return acting(this, async () => {
        await asking;
        const { entries } = await api.callAsMe('get', '/api/v1/me/subscriptions');
        const isAny = entries.some((one) => one.balance > 0);
        this.setData({ entries, mayAsk: false, told: isAny ? '好的,有进展就发微信告诉您。' : '没有订阅。进展在“消息”里也能看到。' });
      });
    },
    openCase() {
      replace(`pages/case/detail?id=${this.data.id}`);
    },
  },
});
