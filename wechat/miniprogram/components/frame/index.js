const api = require('../../api/index');
const { acting } = require('../../shared/loading');
const offers = require('../../shared/offers');
const look = require('../../shared/look');
const network = require('../../shared/network');
const privacy = require('../../shared/privacy');

/** How each frame stops looking; functions cannot be part of its data. */
/** @type {WeakMap<object, Array<() => void>>} */
const stopsOf = new WeakMap();

/** What every page stands in: type size, banner of the network, privacy, loading and its failure. */
Component({
  options: { multipleSlots: false },
  properties: {
    isLoading: Boolean,
    /** The sentence of what went wrong; the page is shown where it is empty. */
    problem: String,
  },
  data: {
    scale: 1,
    isLarge: false,
    isOnline: true,
    isWeak: false,
    isAsking: false,
    isBusy: false,
    offer: /** @type {import('../../shared/offers').Offer} */ (''),
    uses: privacy.USES,
  },
  observers: {
    /** @param {string} problem */
    problem(problem) {
      this.setData({ offer: offers.of(problem) });
    },
  },
  lifetimes: {
    attached() {
      stopsOf.set(this, [
        look.watch(({ scale, isLarge }) => this.setData({ scale, isLarge })),
        network.watch(({ isOnline, isWeak }) => this.setData({ isOnline, isWeak })),
        privacy.watch(({ isAsking }) => this.setData({ isAsking })),
      ]);
    },
    detached() {
      (stopsOf.get(this) || []).forEach((stop) => stop());
      stopsOf.delete(this);
    },
  },
  methods: {
    retry() {
      this.triggerEvent('retry');
    },
    signIn() {
      return acting(this, async () => {
        await api.session.signIn();
        this.retry();
      });
    },
    actForSelf() {
      api.whose.actForSelf();
      this.retry();
    },
    /** What stands behind does not move under the finger. */
    stay() {},
    readContract() {
      wx.openPrivacyContract({});
    },
    agree() {
      privacy.answer({ buttonId: 'agree-privacy', event: 'agree' });
    },
    disagree() {
      privacy.answer({ event: 'disagree' });
    },
  },
});
