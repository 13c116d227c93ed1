const api = require('../../api/index');
const links = require('../../shared/links');
const { confirmed } = require('../../shared/asking');
const { typed, valuesOf } = require('../../shared/forms');
const { on } = require('../../shared/format');
const { loading, acting, sending } = require('../../shared/loading');

/** @typedef {import('../../shared/forms').Row} Row */

/** @type {Row[]} */
const CLAIM = [{ key: 'social_credit_code', label: '统一社会信用代码', value: '', most: 40, help: '营业执照上的18位号码。' }];

/** @param {Api['PowerView'][]} powers */
function companiesOf(powers) {
  return powers.map(({ enterprise, role_name: tag, item_names: items, ends_on: until, open_cases: count }) => ({
    id: enterprise.id,
    name: enterprise.name,
    tag,
    note: [(items || []).join('、'), `${count}件在办`, until ? `授权到${on(until)}` : ''].filter(Boolean).join('\n'),
  }));
}

/** @param {Api['AppointmentView'][]} appointments */
function appointmentsOf(appointments) {
  return appointments.map((one) => ({
    id: one.id,
    name: one.enterprise.name,
    isInvited: one.state === 'invited',
    isActive: one.state === 'active',
    note: `${one.state_name},授权到${on(one.ends_on)}\n${one.item_names ? one.item_names.join('、') : '全部事项'}`,
  }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    fault: '',
    needsIdentity: false,
    showsClaim: false,
    rows: CLAIM,
    companies: /** @type {ReturnType<typeof companiesOf>} */ ([]),
    invited: /** @type {ReturnType<typeof appointmentsOf>} */ ([]),
    accepted: /** @type {ReturnType<typeof appointmentsOf>} */ ([]),
    unreadable: 0,
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [powers, found] = await Promise.all([
          api.callAsMe('get', '/api/v1/me/enterprises'),
          api.callAsMe('get', '/api/v1/me/clerk-appointments'),
        ]);
        const appointments = appointmentsOf(found.appointments);
        this.setData({
          companies: companiesOf(powers.enterprises),
          invited: appointments.filter((one) => one.isInvited),
          accepted: appointments.filter((one) => one.isActive),
          unreadable: found.unreadable,
        });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    open(event) {
      links.open(`enterprise/company/index?id=${event.currentTarget.dataset.id}`);
    },
    openIdentity() {
      links.open('mine/identity/index');
    },
    turnClaim() {
      this.setData({ showsClaim: !this.data.showsClaim });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData(typed(this.data.rows, event.detail));
    },
    claim() {
      this.setData({ needsIdentity: false });
      return sending(this, async () => {
        const { social_credit_code } = valuesOf(this.data.rows);
        try {
          await api.callAsMe('post', '/api/v1/me/enterprises', { body: { social_credit_code }, once: 'claim enterprise' });
        } catch (fault) {
          this.setData({ needsIdentity: fault instanceof api.Problem && fault.code === 'assurance_too_low' });
          throw fault;
        }
        this.setData({ showsClaim: false, rows: CLAIM });
        await this.load();
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    accept(event) {
      const path = { clerk_id: event.currentTarget.dataset.id };
      this.setData({ needsIdentity: false });
      return acting(this, async () => {
        try {
          await api.callAsMe('post', '/api/v1/me/clerk-appointments/{clerk_id}/accept', { path, isSafe: true });
        } catch (fault) {
          this.setData({ needsIdentity: fault instanceof api.Problem && fault.code === 'assurance_too_low' });
          throw fault;
        }
        await this.load();
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    async giveUp(event) {
      const { id, name } = event.currentTarget.dataset;
      const content = '不再能为它办事。要再办,得由法定代表人重新授权。';
      if (!(await confirmed({ title: `不为${name}办事了?`, content, confirmText: '不办了' }))) return;
      await acting(this, async () => {
        const path = { clerk_id: id };
        await api.callAsMe('post', '/api/v1/me/clerk-appointments/{clerk_id}/give-up', { path, isSafe: true });
        await this.load();
      });
    },
  },
});
