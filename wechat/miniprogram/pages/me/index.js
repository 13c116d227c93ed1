const api = require('../../api/index');
const links = require('../../shared/links');
const privacy = require('../../shared/privacy');
const { at } = require('../../shared/format');
const { loading, acting, sentenceOf } = require('../../shared/loading');

const ACCOUNT = [
  { page: 'mine/identity/index', heading: '身份核验', note: '确认您是谁,能办更多的事' },
  { page: 'enterprise/companies/index', heading: '我的企业', note: '认领企业,授权经办人,接受邀请' },
  { page: 'mine/addresses/index', heading: '常用地址', note: '邮寄结果时直接选用' },
  { page: 'mine/notifications/index', heading: '通知设置', note: '用哪些方式告诉您,什么时候不打扰' },
  { page: 'mine/ways/index', heading: '登录方式和设备', note: '手机号、微信,在哪些设备上登录着' },
  { page: 'mine/data/index', heading: '我的个人信息', note: '看一看、更正、复制一份,或者注销账户' },
];

/** @param {Api['CaseSummary'][]} cases */
function shownOf(cases) {
  return cases.map((one) => ({ ...one, when: at(one.touched_at) }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    isOut: false,
    problem: '',
    me: /** @type {Api['Me'] | null} */ (null),
    cases: /** @type {ReturnType<typeof shownOf>} */ ([]),
    cursor: /** @type {string | null} */ (null),
    hasEnterprises: false,
    actingName: '',
    mayAskPhone: false,
    account: ACCOUNT,
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      const isOut = api.session.isOut();
      this.setData({ isOut });
      if (isOut) return this.setData({ isLoading: false, problem: '', me: null, cases: [], cursor: null });
      return loading(this, async () => {
        const [me, page, powers] = await Promise.all([
          api.callAsMe('get', '/api/v1/me'),
          this.cases(),
          api.callAsMe('get', '/api/v1/me/enterprises'),
        ]);
        const acting = api.session.actingFor();
        this.setData({
          me,
          cases: shownOf(page.cases),
          cursor: page.next_cursor,
          hasEnterprises: powers.enterprises.length > 0,
          actingName: acting ? acting.name : '本人',
          mayAskPhone: false,
        });
      });
    },
    /** The first page of cases. Whose power has ended meanwhile is told so, and acts for themselves. */
    async cases() {
      try {
        return await api.callAsMe('get', '/api/v1/cases', { isActing: true });
      } catch (fault) {
        const isOver = fault instanceof api.Problem && fault.status === 403 && api.session.actingFor();
        if (!isOver) throw fault;
        api.session.actFor(null);
        wx.showModal({ title: '现在为本人办', content: sentenceOf(fault), showCancel: false });
        return api.callAsMe('get', '/api/v1/cases', { isActing: true });
      }
    },
    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },
    more() {
      const { cursor, cases, isBusy } = this.data;
      if (!cursor || isBusy) return undefined;
      return acting(this, async () => {
        const page = await api.callAsMe('get', '/api/v1/cases', { query: { cursor }, isActing: true });
        this.setData({ cases: [...cases, ...shownOf(page.cases)], cursor: page.next_cursor });
      });
    },
    onReachBottom() {
      return this.more();
    },
    signIn() {
      return acting(this, async () => {
        await api.session.signIn();
        await this.load();
      });
    },
    /** The button of WeChat stands here only after the person has agreed to what it is for. */
    async askPhone() {
      try {
        await privacy.agreed();
        this.setData({ mayAskPhone: true });
      } catch (refusal) {
        this.setData({ mayAskPhone: false });
      }
    },
    /** @param {WechatMiniprogram.ButtonGetPhoneNumber} event */
    bindPhone(event) {
      const { code } = event.detail;
      if (!code) {
        wx.showModal({ title: '没有取得手机号', content: '账户没有变化。可以再点一次,或者在网页上用短信验证码绑定。', showCancel: false });
        return undefined;
      }
      return acting(this, async () => {
        await api.callAsMe('post', '/api/v1/me/phone/mini-program', { body: { code } });
        await this.load();
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openCase(event) {
      links.open(`pages/case/detail?id=${event.currentTarget.dataset.id}`);
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      links.open(event.currentTarget.dataset.page);
    },
    openStatus() {
      links.open('pages/status/index');
    },
    openActing() {
      links.open('mine/acting/index');
    },
    openSettings() {
      links.open('mine/settings/index');
    },
    openServices() {
      links.openServices({});
    },
  },
});
