const api = require('../../api/index');
const links = require('../../shared/links');
const { loading, acting } = require('../../shared/loading');
const { vocabulary, optionsOf } = require('../../shared/vocabulary');

/** @typedef {NonNullable<Asked<'get', '/api/v1/guides'>['query']>} Query */

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    events: /** @type {{key: string, label: string}[]} */ ([]),
    levels: /** @type {{key: string, label: string}[]} */ ([]),
    lifeEvent: '',
    eventLabel: '',
    showsEvents: false,
    onlineLevel: '',
    themes: /** @type {Api['ThemeSummary'][]} */ ([]),
    showsThemes: false,
    guides: /** @type {Api['GuideSummary'][]} */ ([]),
    words: /** @type {Api['Vocabulary']['words']} */ ({}),
    total: 0,
    cursor: /** @type {string | null} */ (null),
  },
  methods: {
    onShow() {
      const wanted = links.servicesWanted();
      if (wanted) {
        this.setData({ lifeEvent: wanted.life_event || '', onlineLevel: wanted.online_level || '' });
      }
      return wanted || !this.data.guides.length ? this.load() : undefined;
    },
    /** @param {string | null} cursor */
    query(cursor) {
      const { lifeEvent, onlineLevel } = this.data;
      return /** @type {Query} */ ({ life_event: lifeEvent, online_level: onlineLevel, cursor });
    },
    load() {
      return loading(this, async () => {
        const query = this.query(null);
        const [words, page] = await Promise.all([vocabulary(), api.call('get', '/api/v1/guides', { query })]);
        const events = optionsOf(words, 'LifeEvent');
        const levels = optionsOf(words, 'OnlineLevel');
        const chosen = events.find((one) => one.key === this.data.lifeEvent);
        const eventLabel = chosen ? chosen.label : '全部';
        this.setData({ words, events, eventLabel, levels, guides: page.guides, total: page.total, cursor: page.next_cursor });
      });
    },
    more() {
      const { cursor, guides, isBusy } = this.data;
      if (!cursor || isBusy) return undefined;
      return acting(this, async () => {
        const page = await api.call('get', '/api/v1/guides', { query: this.query(cursor) });
        this.setData({ guides: [...guides, ...page.guides], cursor: page.next_cursor });
      });
    },
    onReachBottom() {
      return this.more();
    },
    async turnThemes() {
      this.setData({ showsThemes: !this.data.showsThemes });
      if (this.data.themes.length) return;
      await acting(this, async () => {
        const { themes } = await api.call('get', '/api/v1/themes');
        this.setData({ themes });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openTheme(event) {
      links.open(`pages/theme/detail?key=${event.currentTarget.dataset.key}`);
    },
    turnEvents() {
      this.setData({ showsEvents: !this.data.showsEvents });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    chooseEvent(event) {
      this.setData({ lifeEvent: event.detail.key, showsEvents: false });
      return this.load();
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    chooseLevel(event) {
      this.setData({ onlineLevel: event.detail.key });
      return this.load();
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
    /** @param {WechatMiniprogram.BaseEvent} event */
    openGuide(event) {
      links.open(`pages/guide/detail?key=${event.currentTarget.dataset.key}`);
    },
    openMarket() {
      links.open('market/services/index');
    },
    showAll() {
      this.setData({ lifeEvent: '', onlineLevel: '' });
      return this.load();
    },
  },
});
