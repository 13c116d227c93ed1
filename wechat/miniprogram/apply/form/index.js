const api = require('../../api/index');
const { loading, sentenceOf } = require('../../shared/loading');
const { filling, toNext, toTasks, unlessSent } = require('../going');

/** @param {Api['FieldAsked'][]} asked @param {Record<string, string>} typed @param {boolean} isTold */
function fieldsOf(asked, typed, isTold) {
  return asked.map(({ field, value, reasons, advice }) => ({
    key: field.key,
    field,
    value: field.key in typed ? typed[field.key] : value,
    problem: isTold ? reasons.join(' ') : '',
    advice: advice.join(' '),
  }));
}

/** The form: what the account knows is shown, the rest is filled in. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    then: '',
    version: '',
    name: '',
    fields: /** @type {ReturnType<typeof fieldsOf>} */ ([]),
    known: /** @type {Api['KnownValue'][]} */ ([]),
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', then: query.then || '' });
      return this.load();
    },
    load() {
      return loading(this, () => unlessSent(this.data.id, async () => void (await this.read({}, false))));
    },
    /** @param {Record<string, string>} typed @param {boolean} isTold whether what is missing is told */
    async read(typed, isTold) {
      const found = await filling(this.data.id);
      const fields = fieldsOf(found.fields, typed, isTold);
      this.setData({ version: found.version, name: found.item_name, known: found.known, fields });
      return fields;
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    change(event) {
      const { key, value } = event.detail;
      this.setData({ fields: this.data.fields.map((one) => (one.key === key ? { ...one, value } : one)) });
    },
    /** What was typed is kept even where it is not right yet: nobody types it twice. */
    async save() {
      const { id, then, version, fields } = this.data;
      const form = Object.fromEntries(fields.map((one) => [one.key, one.value]));
      this.setData({ isBusy: true, refusal: '' });
      try {
        await api.callAsMe('post', '/api/v1/cases/{case_id}/filling', { path: { case_id: id }, body: { form }, seen: version, isActing: true, isSafe: true });
        const wrong = (await this.read({}, true)).filter((one) => one.problem);
        if (wrong.length) this.setData({ refusal: `有${wrong.length}处要改一下,其余的都保存了。` });
        else await toNext(id, then);
      } catch (fault) {
        await this.refused(fault, form);
      } finally {
        this.setData({ isBusy: false });
      }
    },
    /** @param {unknown} fault @param {Record<string, string>} form */
    async refused(fault, form) {
      this.setData({ refusal: sentenceOf(fault) });
      // Somebody else was first: the new version is read, and what was typed here stays to be sent again.
      if (fault instanceof api.Problem && fault.code === 'case_changed') {
        await unlessSent(this.data.id, async () => void (await this.read(form, false))).catch(() => undefined);
      }
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
