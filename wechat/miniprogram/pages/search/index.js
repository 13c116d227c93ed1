const api = require('../../api/index');
const links = require('../../shared/links');
const { loading } = require('../../shared/loading');
const { vocabulary } = require('../../shared/vocabulary');

const SHOWN = 20;
/** A plain "I do not know" adds nothing above a list of hits. */
const WORTH_SAYING = ['answered', 'not_published', 'elsewhere'];

/** @typedef {Api['ShortAnswer'] | Api['OrdinaryAnswer']} Said */

/** @param {Said} said */
function isWorthSaying(said) {
  const isCard = said.outcome === 'unknown' && said.source !== null;
  return isCard || said.choices.length > 0 || WORTH_SAYING.includes(said.outcome);
}

Component({
  data: {
    isLoading: true,
    problem: '',
    q: '',
    found: /** @type {Api['SearchAnswer'] | null} */ (null),
    said: /** @type {Said | null} */ (null),
    words: /** @type {Api['Vocabulary']['words']} */ ({}),
    heading: '',
    // One search is not answered, the next one is: its token goes along to what is opened then.
    choiceToken: '',
  },
  methods: {
    /** @param {{q?: string}} query */
    onLoad(query) {
      this.setData({ q: decodeURIComponent(query.q || '') });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { q, choiceToken } = this.data;
        const [words, found, told] = await Promise.all([
          vocabulary(),
          api.call('get', '/api/v1/search', { query: { q, limit: SHOWN } }),
          api.call('get', '/api/v1/answers', { query: { q } }),
        ]);
        this.setData({ words, found, heading: this.headingOf(found), choiceToken: found.choice_token || choiceToken });
        this.say(told);
      });
    },
    /** @param {Api['SearchAnswer']} found */
    headingOf(found) {
      if (found.hits.length) return found.perhaps ? '也许您要找的是' : `找到${found.total}项`;
      if (found.popular.length) return '大家常办';
      return found.emergency ? '' : '没有找到';
    },
    /** @param {Api['ShortAnswer']} told */
    say(told) {
      const said = told.ordinary || told;
      this.setData({ said: isWorthSaying(said) ? said : null });
    },
    /** @param {WechatMiniprogram.CustomEvent<{words: string}>} event */
    search(event) {
      this.setData({ q: event.detail.words });
      return this.load();
    },
    /** @param {WechatMiniprogram.CustomEvent<{kind: string, key: string}>} event */
    take(event) {
      return this.open(event.detail.kind, event.detail.key);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openHit(event) {
      const { kind, key } = event.currentTarget.dataset;
      return this.open(kind, key);
    },
    /** @param {string} kind @param {string} key */
    async open(kind, key) {
      const { choiceToken } = this.data;
      links.open(kind === 'theme' ? `pages/theme/detail?key=${key}` : `pages/guide/detail?key=${key}`);
      if (!choiceToken || kind === 'theme') return;
      this.setData({ choiceToken: '' });
      // Only counted; nobody waits for it.
      await api.call('post', '/api/v1/search/choices', { query: { choice_token: choiceToken, item: key } }).catch(() => null);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    chooseItem(event) {
      const query = { q: this.data.q, item: event.currentTarget.dataset.key };
      return loading(this, async () => this.say(await api.call('get', '/api/v1/answers', { query })));
    },
    openSource() {
      const { said } = this.data;
      if (said && said.source) links.open(`pages/guide/detail?key=${said.source.key}`);
    },
  },
});
