const api = require('../../api/index');
const links = require('../../shared/links');
const { at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');

/** @param {Api['Message'][]} entries */
function shownOf(entries) {
  return entries.map((one) => ({ ...one, note: [at(one.created_at), one.text, one.told].filter(Boolean).join('\n'), isLink: links.isKnown(one.page) }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    isOut: false,
    problem: '',
    messages: /** @type {ReturnType<typeof shownOf>} */ ([]),
    cursor: /** @type {string | null} */ (null),
    hasUnread: false,
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      const isOut = api.session.isOut();
      this.setData({ isOut });
      if (isOut) return this.setData({ isLoading: false, problem: '', messages: [], cursor: null });
      return loading(this, async () => {
        const page = await api.callAsMe('get', '/api/v1/me/messages');
        this.show(page.entries, page.next_cursor);
      });
    },
    /** @param {Api['Message'][]} entries @param {string | null} cursor */
    show(entries, cursor) {
      this.setData({ messages: shownOf(entries), cursor, hasUnread: entries.some((one) => !one.is_read) });
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    more() {
      const { cursor, messages, isBusy } = this.data;
      if (!cursor || isBusy) return undefined;
      return acting(this, async () => {
        const page = await api.callAsMe('get', '/api/v1/me/messages', { query: { cursor } });
        this.show([...messages, ...page.entries], page.next_cursor);
      });
    },
    onReachBottom() {
      return this.more();
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      const { id } = event.currentTarget.dataset;
      const message = this.data.messages.find((one) => one.id === id);
      if (!message) return undefined;
      return acting(this, async () => {
        if (!message.is_read) {
          // What is read stays read, however often it is said.
          const path = { message_id: id };
          await api.callAsMe('post', '/api/v1/me/messages/{message_id}/read', { path, isSafe: true });
          const read = this.data.messages.map((one) => (one.id === id ? { ...one, is_read: true } : one));
          this.show(read, this.data.cursor);
        }
        links.open(message.page);
      });
    },
    readAll() {
      const { messages } = this.data;
      return acting(this, async () => {
        const body = { newest_id: messages[0].id };
        await api.callAsMe('post', '/api/v1/me/messages/read-all', { body, isSafe: true });
        this.show(messages.map((one) => ({ ...one, is_read: true })), this.data.cursor);
      });
    },
    signIn() {
      return acting(this, async () => {
        await api.session.signIn();
        await this.load();
      });
    },
  },
});
