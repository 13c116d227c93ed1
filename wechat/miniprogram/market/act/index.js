const { filled, valuesOf } = require('../../shared/forms');
const { loading, sending } = require('../../shared/loading');
const choosing = require('../../shared/choosing');
const uploading = require('../../shared/uploading');
const contracts = require('../acts/contract-acts');
const needs = require('../acts/need-acts');
const trays = require('../trays');

/** @typedef {import('../acts/rows').Sheet} Sheet */

/** The API takes no more files for one act. */
const MOST_FILES = 20;
/** Photographs above it are made smaller first. */
const MOST_BYTES = 10 * 1024 * 1024;

/** How each page stops looking at what is sent, and what it was told to ask. */
/** @type {WeakMap<object, () => void>} */
const stopOf = new WeakMap();
/** @type {WeakMap<object, Sheet>} */
const sheetOf = new WeakMap();

/** One act in the market: what is to be read before, what it asks for, and what came of it. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    isDone: false,
    problem: '',
    fault: '',
    of: '',
    id: '',
    name: '',
    place: '',
    key: '',
    may: false,
    title: '',
    subject: '',
    instead: '',
    notice: '',
    told: /** @type {string[]} */ ([]),
    button: '',
    done: '',
    rows: /** @type {import('../acts/rows').Row[]} */ ([]),
    takesFiles: false,
    files: /** @type {import('../trays').InTray[]} */ ([]),
    left: 0,
    under: /** @type {import('../../shared/uploading').Held[]} */ ([]),
  },
  lifetimes: {
    detached() {
      const stop = stopOf.get(this);
      if (stop) stop();
    },
  },
  methods: {
    /** @param {{of?: string, id?: string, act?: string, place?: string}} query */
    onLoad({ of = '', id = '', act: name = '', place = '' }) {
      this.setData({ of, id, name, place, key: [name, place].filter(Boolean).join('/') });
      stopOf.set(this, uploading.watch((sent) => this.follow(sent)));
      uploading.resume();
      return this.load();
    },
    /** @param {ReturnType<typeof uploading.get>} sent */
    follow({ held }) {
      const { id, key } = this.data;
      this.setData({ under: held.filter((one) => one.kind === trays.KIND && one.about === id && one.key === key) });
      this.showFiles();
    },
    showFiles() {
      const { id, key } = this.data;
      const sheet = sheetOf.get(this);
      const files = trays.filesIn(id, key) || (sheet ? sheet.files : []);
      this.setData({ files, left: MOST_FILES - files.length });
    },
    load() {
      return loading(this, async () => {
        const { of, id, name, place } = this.data;
        const sheet = await (of === 'need' ? needs : contracts).sheetOf({ name, id, place });
        sheetOf.set(this, sheet);
        const { may, title, subject, instead, notice, told, button, done, rows } = sheet;
        this.setData({ may, title, subject, instead, notice, told, button, done, rows, takesFiles: rows.some((one) => one.kind === 'files') });
        this.showFiles();
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData({ rows: filled(this.data.rows, event.detail) });
    },
    /** @param {import('../../shared/choosing').Chosen[]} chosen */
    take(chosen) {
      const { id: about, key, files } = this.data;
      // What was there before counts among them.
      if (chosen.length) trays.keep(about, key, files);
      return uploading.add({ kind: trays.KIND, about, key, replaces: '', mostBytes: MOST_BYTES }, chosen);
    },
    async choose() {
      await this.take(await choosing.documents(this.data.left));
    },
    async photograph() {
      await this.take(await choosing.photographs(this.data.left));
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    remove(event) {
      const { id, key, files } = this.data;
      trays.keep(id, key, files.filter((one) => one.id !== event.currentTarget.dataset.id));
      this.showFiles();
    },
    /** @param {WechatMiniprogram.CustomEvent<{mark: string}>} event */
    retry(event) {
      uploading.retry(event.detail.mark);
    },
    /** @param {WechatMiniprogram.CustomEvent<{mark: string}>} event */
    cancel(event) {
      uploading.cancel(event.detail.mark);
    },
    send() {
      return sending(this, async () => {
        const sheet = sheetOf.get(this);
        if (!sheet) return;
        const { id, key, rows, files } = this.data;
        await sheet.send({ once: `${key} ${id}`, values: valuesOf(rows), files: files.map((one) => one.id) });
        trays.empty(id, key);
        // What was typed, such as a passphrase, stands in no page from now on.
        this.setData({ isDone: true, rows: [] });
      });
    },
    back() {
      wx.navigateBack();
    },
  },
});
