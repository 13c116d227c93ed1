const api = require('../../api/index');
const { loading, acting } = require('../../shared/loading');
const { openPage } = require('../../shared/opening');
const { filling, toNext, toTasks, unlessSent } = require('../going');
const choosing = require('../../shared/choosing');
const uploading = require('../attaching');

const MEGABYTE = 1024 * 1024;
/** @type {Partial<Record<Api['FileState'], string>>} */
const TONES = { clean: 'good', rejected: 'alarm', abandoned: 'alarm' };

/** @param {Api['PageGiven'][]} pages */
function rowsOf(pages) {
  return pages.map((one, place) => ({
    id: one.file_id,
    number: place + 1,
    state: one.state_name,
    tone: TONES[one.state] || '',
    message: one.state === 'clean' ? '' : one.message,
    mediaType: one.media_type,
    mayOpen: one.state === 'clean',
  }));
}

/** @typedef {ReturnType<typeof rowsOf>} Rows */
/** How each page stops looking at what is sent. */
/** @type {WeakMap<object, () => void>} */
const stopOf = new WeakMap();

/** One material: photographs and files, page after page. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    id: '',
    key: '',
    then: '',
    version: '',
    name: '',
    material: /** @type {Api['MaterialRequirement'] | null} */ (null),
    advice: /** @type {string[]} */ ([]),
    rows: /** @type {Rows} */ ([]),
    left: 0,
    most: 0,
    mostBytes: 0,
    megabytes: 0,
    isDone: false,
    isWaiting: false,
    under: /** @type {import('../../shared/uploading').Held[]} */ ([]),
    arrived: 0,
  },
  lifetimes: {
    detached() {
      const stop = stopOf.get(this);
      if (stop) stop();
    },
  },
  methods: {
    /** @param {import('../going').Query} query */
    onLoad(query) {
      this.setData({ id: query.id || '', key: query.key || '', then: query.then || '', arrived: uploading.get().arrived });
      stopOf.set(this, uploading.watch((sent) => this.follow(sent)));
      uploading.resume();
      return this.load();
    },
    /** @param {ReturnType<typeof uploading.get>} sent */
    follow({ held, arrived }) {
      const { id, key } = this.data;
      this.setData({ under: held.filter((one) => one.about === id && one.key === key) });
      if (arrived === this.data.arrived) return;
      this.setData({ arrived });
      this.look();
    },
    load() {
      return loading(this, () => unlessSent(this.data.id, () => this.read()));
    },
    /** Read anew while the page stands there: a fault is no reason to take it away. */
    look() {
      return this.read().catch(() => undefined);
    },
    async read() {
      const { id, key } = this.data;
      const found = await filling(id);
      const asked = found.materials.find((one) => one.material.key === key);
      if (!asked) return toTasks(id);
      const { pages } = asked;
      this.setData({
        version: found.version,
        name: found.item_name,
        material: asked.material,
        advice: asked.advice,
        rows: rowsOf(pages),
        left: found.most_pages - pages.length,
        most: found.most_pages,
        mostBytes: found.most_bytes,
        megabytes: Math.floor(found.most_bytes / MEGABYTE),
        isDone: pages.length > 0 && pages.every((one) => one.state === 'clean'),
        isWaiting: pages.some((one) => one.state === 'inspecting'),
      });
    },
    /** @param {import('../../shared/choosing').Chosen[]} chosen @param {string} replaces */
    take(chosen, replaces) {
      const { id: about, key, mostBytes } = this.data;
      return uploading.add({ kind: 'material', about, key, replaces, mostBytes }, chosen);
    },
    async photograph() {
      await this.take(await choosing.photographs(this.data.left), '');
    },
    async choose() {
      await this.take(await choosing.documents(this.data.left), '');
    },
    /** @param {WechatMiniprogram.CustomEvent<{number: number, act: 'open' | 'up' | 'remove' | 'retake'}>} event */
    act(event) {
      const { rows } = this.data;
      const { number, act } = event.detail;
      const { id, mediaType } = rows[number - 1];
      if (act === 'retake') return this.retake(id);
      if (act === 'open') return acting(this, () => openPage(this.data.id, this.data.key, number, mediaType));
      const ids = rows.map((one) => one.id).filter((one) => one !== id);
      if (act === 'up') ids.splice(number - 2, 0, id);
      return this.arrange(ids);
    },
    /** @param {string} replaces */
    async retake(replaces) {
      await this.take(await choosing.photographs(1), replaces);
    },
    /** @param {string[]} ids */
    arrange(ids) {
      return acting(this, async () => {
        const { id, key, version } = this.data;
        const path = { case_id: id, key };
        try {
          await api.callAsMe('put', '/api/v1/cases/{case_id}/materials/{key}', { path, body: { file_ids: ids }, seen: version, isActing: true, isSafe: true });
        } finally {
          await this.look();
        }
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{mark: string}>} event */
    retry(event) {
      uploading.retry(event.detail.mark);
    },
    /** @param {WechatMiniprogram.CustomEvent<{mark: string}>} event */
    cancel(event) {
      uploading.cancel(event.detail.mark);
    },
    goOn() {
      return acting(this, () => toNext(this.data.id, this.data.then));
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
