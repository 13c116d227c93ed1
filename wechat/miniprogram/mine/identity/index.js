const api = require('../../api/index');
const links = require('../../shared/links');
const { at } = require('../../shared/format');
const { loading } = require('../../shared/loading');

/** @param {Api['AssuranceView']} found */
function proofsOf(found) {
  return found.proofs.map(({ method_name: name, at: when, expires_at: until }) => ({
    name,
    note: until ? `${at(when)}\n有效到${at(until)}` : at(when),
  }));
}

/** @param {Api['ActionView'][]} actions */
function actionsOf(actions) {
  return actions.map((one) => ({
    key: one.action,
    name: one.name,
    value: one.is_open ? '现在能办' : '',
    note: one.is_open ? '' : `需要:${one.level_name}`,
  }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    found: /** @type {Api['AssuranceView'] | null} */ (null),
    proofs: /** @type {ReturnType<typeof proofsOf>} */ ([]),
    actions: /** @type {ReturnType<typeof actionsOf>} */ ([]),
    online: '',
    counter: '',
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const found = await api.callAsMe('get', '/api/v1/me/assurance');
        const ways = found.actions.flatMap((one) => one.ways);
        /** @param {string} method */
        const named = (method) => (ways.find((one) => one.method === method) || { name: '' }).name;
        this.setData({
          found,
          proofs: proofsOf(found),
          actions: actionsOf(found.actions),
          online: named('oidc'),
          counter: named('counter'),
        });
      });
    },
    openCode() {
      links.open('mine/counter-code/index');
    },
    openHalls() {
      links.open('pages/halls/index');
    },
  },
});
