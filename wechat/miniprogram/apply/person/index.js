const api = require('../../api/index');
const { loading, sentenceOf } = require('../../shared/loading');
const { toNext } = require('../going');

/** @typedef {'name' | 'id_number' | 'phone'} Field */

/** Who applies: asked once, used for every application. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    then: '',
    me: /** @type {Api['Me'] | null} */ (null),
    typed: { name: '', id_number: '', phone: '' },
    fields: /** @type {Record<string, string>} */ ({}),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', then: query.then || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        this.setData({ me: await api.callAsMe('get', '/api/v1/me') });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{value: string}>} event */
    change(event) {
      const field = /** @type {Field} */ (event.currentTarget.dataset.field);
      this.setData({ typed: { ...this.data.typed, [field]: event.detail.value } });
    },
    async save() {
      const { id, then, typed } = this.data;
      this.setData({ isBusy: true, refusal: '', fields: {} });
      try {
        await api.callAsMe('put', '/api/v1/me/real-name', { body: typed, isSafe: true });
        await toNext(id, then);
      } catch (fault) {
        this.setData({ refusal: sentenceOf(fault), fields: fault instanceof api.Problem ? fault.fields : {} });
      } finally {
        this.setData({ isBusy: false });
      }
    },
    goOn() {
      return toNext(this.data.id, this.data.then);
    },
  },
});
