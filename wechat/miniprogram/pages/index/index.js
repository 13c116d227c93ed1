const api = require('../../api/index');
const links = require('../../shared/links');
const { loading } = require('../../shared/loading');
const { vocabulary, optionsOf } = require('../../shared/vocabulary');

const SHOWN_EVENTS = 12;
const SHOWN_GUIDES = 6;
/** What the official account's menu asks for: `pages/index/index?open=...`. */
/** @type {Record<string, () => void>} */
const DOORS = {
  guides: () => links.openServices({}),
  apply: () => links.openServices({ online_level: 'fully_online' }),
  cases: () => links.open('pages/me/index'),
};

Component({
  data: {
    isLoading: true,
    problem: '',
    region: '',
    provenance: /** @type {string | null} */ (''),
    events: /** @type {{key: string, label: string}[]} */ ([]),
    guides: /** @type {Api['GuideSummary'][]} */ ([]),
    words: /** @type {Api['Vocabulary']['words']} */ ({}),
  },
  methods: {
    /** @param {{open?: string}} query */
    onLoad(query) {
      const door = DOORS[query.open || ''];
      if (door) door();
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const query = { popular: true, page_size: SHOWN_GUIDES };
        const [words, page, boards] = await Promise.all([
          vocabulary(),
          api.call('get', '/api/v1/guides', { query }),
          api.call('get', '/api/v1/centre/boards'),
        ]);
        const { region_name: region, provenance } = boards;
        const events = optionsOf(words, 'LifeEvent').slice(0, SHOWN_EVENTS);
        this.setData({ words, region, provenance, events, guides: page.guides });
      });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    /** @param {WechatMiniprogram.CustomEvent<{words: string}>} event */
    search(event) {
      links.open(`pages/search/index?q=${encodeURIComponent(event.detail.words)}`);
    },
    /** @param {WechatMiniprogram.CustomEvent<{kind: string, key: string}>} event */
    take(event) {
      const { kind, key } = event.detail;
      links.open(kind === 'theme' ? `pages/theme/detail?key=${key}` : `pages/guide/detail?key=${key}`);
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    want(event) {
      links.openServices({ life_event: event.detail.key });
    },
    openStatus() {
      links.open('pages/status/index');
    },
    openHalls() {
      links.open('pages/halls/index');
    },
    scan() {
      wx.scanCode({
        success: ({ result, path }) => {
          // A mini-program code of this very program already is a page.
          const page = (path && links.isKnown(path) ? path : '') || links.scanned(result || '');
          if (page) links.open(page);
          else wx.showModal({ title: '这不是本平台的码', content: '请扫办事指南、窗口或大厅的码。', showCancel: false });
        },
        // Whoever turns back has not scanned anything.
        fail: () => undefined,
      });
    },
    openServices() {
      links.openServices({});
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openGuide(event) {
      links.open(`pages/guide/detail?key=${event.currentTarget.dataset.key}`);
    },
    onShareAppMessage() {
      return { path: '/pages/index/index' };
    },
  },
});
