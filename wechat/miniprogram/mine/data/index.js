const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { copy } = require('../../shared/copying');
const { at } = require('../../shared/format');
const { loading, acting, orNull } = require('../../shared/loading');
const { byWechat } = require('../../shared/proving');

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    me: /** @type {Api['Me'] | null} */ (null),
    made: /** @type {Api['ExportView'] | null} */ (null),
    madeUntil: '',
    urls: /** @type {string[]} */ ([]),
    deletion: /** @type {Api['DeletionView'] | null} */ (null),
    erasesAt: '',
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [me, made, deletion] = await Promise.all([
          api.callAsMe('get', '/api/v1/me'),
          orNull(api.callAsMe('get', '/api/v1/me/export')),
          orNull(api.callAsMe('get', '/api/v1/me/deletion')),
        ]);
        const madeUntil = made && made.expires_at ? at(made.expires_at) : '';
        this.setData({ me, made, madeUntil, urls: [], deletion, erasesAt: deletion ? at(deletion.erases_at) : '' });
      });
    },
    openDetails() {
      links.open('mine/details/index');
    },
    askCopy() {
      return acting(this, async () => {
        const made = await api.callAsMe('post', '/api/v1/me/export', { body: await byWechat() });
        this.setData({ made, madeUntil: '', urls: [] });
      });
    },
    openCopy() {
      return acting(this, async () => {
        const { urls } = await api.callAsMe('post', '/api/v1/me/export/links', { body: await byWechat() });
        this.setData({ urls });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    takeLink(event) {
      return copy(this.data.urls[event.currentTarget.dataset.place]);
    },
    async askDeletion() {
      const content = '登录方式、实名信息、常用地址、草稿和消息会删除,不能恢复。依法要保留的办件记录会保留。七天以后生效,七天里随时可以取消。';
      if (!(await confirmed({ title: '真的要注销账户吗?', content, confirmText: '申请注销' }))) return;
      await acting(this, async () => {
        const deletion = await api.callAsMe('post', '/api/v1/me/deletion', { body: await byWechat() });
        this.setData({ deletion, erasesAt: at(deletion.erases_at) });
      });
    },
    keepAccount() {
      return acting(this, async () => {
        await api.callAsMe('delete', '/api/v1/me/deletion', { isSafe: true });
        await this.load();
      });
    },
  },
});
