const api = require('../../api/index');
const links = require('../../shared/links');
const { loading, sentenceOf } = require('../../shared/loading');

const MINUTES = 5;

/** How each page stops waiting to hide what it shows. */
/** @type {WeakMap<object, () => void>} */
const hidingOf = new WeakMap();

/** @param {object} page */
function unhidden(page) {
  const stop = hidingOf.get(page);
  if (stop) stop();
}

/** @param {Api['FormField'][]} fields @param {Record<string, string>} form */
function linesOf(fields, form) {
  return fields
    .filter((one) => form[one.key])
    .map(({ key, label, options }) => {
      const option = (options || []).find((one) => one.key === form[key]);
      return { key, label, value: option ? option.label : form[key] };
    });
}

/** What one filled in oneself, in full: asked first, written down, shown for a few minutes. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    needsIdentity: false,
    id: '',
    own: /** @type {Api['CaseView'] | null} */ (null),
    isShown: false,
    lines: /** @type {ReturnType<typeof linesOf>} */ ([]),
    minutes: MINUTES,
  },
  lifetimes: {
    detached() {
      unhidden(this);
    },
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    /** Nothing in full is left on a screen that is put away. */
    onHide() {
      this.hide();
    },
    load() {
      return loading(this, async () => {
        const own = await api.callAsMe('get', '/api/v1/cases/{case_id}', { path: { case_id: this.data.id }, isActing: true });
        this.setData({ own });
      });
    },
    hide() {
      unhidden(this);
      this.setData({ isShown: false, lines: [] });
    },
    async look() {
      const { id, own } = this.data;
      if (!own) return;
      this.setData({ isBusy: true, refusal: '', needsIdentity: false });
      try {
        const path = { key: own.item_key, number: own.guide_version };
        const { guide } = await api.call('get', '/api/v1/guides/{key}/versions/{number}', { path });
        // No second time by itself: each look is written down.
        const { form } = await api.callAsMe('post', '/api/v1/cases/{case_id}/full-details', { path: { case_id: id }, isActing: true });
        this.setData({ isShown: true, lines: linesOf(guide.form_fields || [], form) });
        const timer = setTimeout(() => this.hide(), MINUTES * 60000);
        hidingOf.set(this, () => clearTimeout(timer));
      } catch (fault) {
        const needsIdentity = fault instanceof api.Problem && fault.code === 'assurance_too_low';
        this.setData({ refusal: sentenceOf(fault), needsIdentity });
      } finally {
        this.setData({ isBusy: false });
      }
    },
    openIdentity() {
      links.open('mine/identity/index');
    },
  },
});
