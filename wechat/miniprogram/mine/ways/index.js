const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { at } = require('../../shared/format');
const { loading, acting } = require('../../shared/loading');
const { byWechat } = require('../../shared/proving');

/** @param {Api['Binding'][]} bindings */
function waysOf(bindings) {
  return bindings.map((one) => ({
    id: one.id,
    kind: one.kind,
    name: one.name,
    label: one.label,
    note: `${at(one.bound_at)}绑定\n最近一次用它是${at(one.last_used_at)}`,
  }));
}

/** @param {Api['SessionEntry'][]} sessions */
function devicesOf(sessions) {
  return sessions.map((one) => ({
    id: one.id,
    isCurrent: one.is_current,
    name: one.is_current ? '这台设备' : '另一台设备',
    note: `${at(one.opened_at)}\n${one.via_name}`,
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    ways: /** @type {ReturnType<typeof waysOf>} */ ([]),
    devices: /** @type {ReturnType<typeof devicesOf>} */ ([]),
    canUnbind: false,
    hasOthers: false,
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [found, open] = await Promise.all([
          api.callAsMe('get', '/api/v1/me/bindings'),
          api.callAsMe('get', '/api/v1/me/sessions'),
        ]);
        this.setData({
          ways: waysOf(found.bindings),
          devices: devicesOf(open.sessions),
          canUnbind: found.can_unbind,
          hasOthers: open.sessions.some((one) => !one.is_current),
        });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    async unbind(event) {
      const way = this.data.ways.find((one) => one.id === event.currentTarget.dataset.id);
      if (!way) return;
      const isThis = way.kind === 'mini_program';
      const content = `不能再用它登录这个账户,其他设备都会退出登录。办件和个人信息不受影响。${isThis ? '这个小程序也会退出登录。' : ''}`;
      if (!(await confirmed({ title: `解除${way.name}?`, content, confirmText: '解除' }))) return;
      await acting(this, async () => {
        const body = await byWechat();
        await api.callAsMe('post', '/api/v1/me/bindings/{binding_id}/unbind', { path: { binding_id: way.id }, body });
        if (isThis) {
          // To sign in again without a word would open a new and empty account.
          await api.session.signOut();
          links.open('pages/me/index');
        } else {
          await this.load();
        }
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    async endOne(event) {
      const { id } = event.currentTarget.dataset;
      if (!(await confirmed({ title: '让它退出登录?', content: '那台设备要重新登录才能再用这个账户。' }))) return;
      await acting(this, async () => {
        const path = { session_id: id };
        await api.callAsMe('delete', '/api/v1/me/sessions/{session_id}', { path, isSafe: true });
        await this.load();
      });
    },
    async endOthers() {
      if (!(await confirmed({ title: '让其他设备都退出?', content: '只留下这台设备。' }))) return;
      await acting(this, async () => {
        await api.callAsMe('post', '/api/v1/me/sessions/end-others', { isSafe: true });
        await this.load();
      });
    },
    openMerge() {
      links.open('mine/merge/index');
    },
    openMe() {
      links.open('pages/me/index');
    },
  },
});
