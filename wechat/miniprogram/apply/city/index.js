const api = require('../../api/index');
const { loading, orNull, sentenceOf } = require('../../shared/loading');
const { replace, toTasks } = require('../going');

const HERE = 'here';

/** @param {Api['PlaceView']} one */
function keyOf({ region_code: region, mode }) {
  return `${region} ${mode}`;
}

/** @param {Api['PlaceView'][]} places */
function optionsOf(places) {
  const others = places.map((one) => ({
    key: keyOf(one),
    label: `${one.city}(${one.mode_name},地区代码${one.region_code})`,
  }));
  return [{ key: HERE, label: '在本市办理' }, ...others];
}

/** 跨城通办: in which city a draft is to be decided, and the consent to what that city is given. */
Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    refusal: '',
    id: '',
    name: '',
    found: /** @type {Api['Places'] | null} */ (null),
    options: /** @type {ReturnType<typeof optionsOf>} */ ([]),
    chosen: HERE,
    agrees: false,
  },
  methods: {
    /** @param {{id?: string}} query */
    onLoad(query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { id } = this.data;
        const asked = /** @type {const} */ ({ path: { case_id: id }, isActing: true });
        const [own, handoff] = await Promise.all([
          api.callAsMe('get', '/api/v1/cases/{case_id}', asked),
          orNull(api.callAsMe('get', '/api/v1/cases/{case_id}/handoff', asked)),
        ]);
        // Sent meanwhile: its own page says where it stands.
        if (!own.next_actions.some((one) => one.key === 'choose_city')) return replace(`pages/case/detail?id=${id}`);
        const found = await api.call('get', '/api/v1/handoff-places', { query: { item_key: own.item_key } });
        const there = found.places.find((one) => handoff && keyOf(one) === keyOf(handoff));
        this.setData({ name: own.item_name, found, options: optionsOf(found.places), chosen: there ? keyOf(there) : HERE });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      this.setData({ chosen: event.detail.key, agrees: false, refusal: '' });
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnAgrees(event) {
      this.setData({ agrees: event.detail.isOn, refusal: '' });
    },
    async save() {
      const { id, chosen, agrees } = this.data;
      if (chosen !== HERE && !agrees) return this.setData({ refusal: '转到别的城市,要您同意把申请内容和材料交给那里。请打开“同意”。' });
      this.setData({ isBusy: true, refusal: '' });
      try {
        await this.send();
        toTasks(id);
      } catch (fault) {
        this.setData({ refusal: sentenceOf(fault) });
      } finally {
        this.setData({ isBusy: false });
      }
      return undefined;
    },
    async send() {
      const { id, chosen, found } = this.data;
      const path = { case_id: id };
      const there = found && found.places.find((one) => keyOf(one) === chosen);
      if (there) {
        const body = { region_code: there.region_code, mode: there.mode };
        await api.callAsMe('put', '/api/v1/cases/{case_id}/handoff', { path, body, isActing: true, isSafe: true });
      } else {
        await api.callAsMe('delete', '/api/v1/cases/{case_id}/handoff', { path, isActing: true, isSafe: true });
      }
    },
    openTasks() {
      toTasks(this.data.id);
    },
  },
});
