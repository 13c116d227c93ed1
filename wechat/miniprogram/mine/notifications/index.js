const api = require('../../api/index');
const { typed, valuesOf } = require('../../shared/forms');
const { loading, acting, sending } = require('../../shared/loading');
const { subscribe } = require('../../shared/subscribing');

/** @typedef {import('../../shared/forms').Row} Row */
/** @typedef {Api['ChannelChoice']} Choice */

const HOURS = [
  { key: 'city', label: '按本市的安排' },
  { key: 'none', label: '不设,随时可以通知' },
  { key: 'own', label: '自己定时间' },
];

/** @param {Api['PreferencesView']} view */
function kindOf(view) {
  if (!view.has_own_quiet_hours) return 'city';
  return view.quiet_hours ? 'own' : 'none';
}

/** @param {string} hours @returns {Row[]} */
function rowsOf(hours) {
  const [start = '', end = ''] = hours.split('-');
  return [
    { key: 'from', label: '从几点', value: start || '22:00', kind: 'time' },
    { key: 'until', label: '到几点', value: end || '07:00', kind: 'time' },
  ];
}

/** A way that this city has and that one may turn. @param {Api['ChannelPreference']} one */
function isOffered(one) {
  return one.can_be_turned_off && !one.explanation;
}

/** What holds now, as the API takes it: a change replaces all of it. @param {Api['PreferencesView']} view @returns {Choice[]} */
function choicesOf(view) {
  const general = view.channels.filter(isOffered).map(({ channel, is_on }) => ({ channel, is_on, event: /** @type {string | null} */ (null) }));
  const own = view.events.flatMap((one) =>
    one.channels
      .filter((way) => isOffered(way) && general.some((all) => all.channel === way.channel && all.is_on !== way.is_on))
      .map(({ channel, is_on }) => ({ channel, is_on, event: /** @type {string | null} */ (one.event) })),
  );
  return [...general, ...own];
}

/** @param {Api['PreferencesView']} view @param {Api['Subscription'][]} entries */
function subscriptionsOf(view, entries) {
  const titles = Object.fromEntries(view.events.map((one) => [one.event, one.title]));
  return entries
    .filter((one) => titles[one.event])
    .map((one) => ({ key: one.event, title: titles[one.event], value: `还能收${one.balance}次` }));
}

Component({
  data: {
    isLoading: true,
    isBusy: false,
    problem: '',
    fault: '',
    view: /** @type {Api['PreferencesView'] | null} */ (null),
    told: /** @type {Api['ChannelPreference'][]} */ ([]),
    offered: /** @type {Api['ChannelPreference'][]} */ ([]),
    hours: HOURS,
    kind: '',
    rows: /** @type {Row[]} */ ([]),
    entries: /** @type {Api['Subscription'][]} */ ([]),
    subscriptions: /** @type {ReturnType<typeof subscriptionsOf>} */ ([]),
    shownEvent: '',
  },
  methods: {
    onLoad() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [view, found] = await Promise.all([
          api.callAsMe('get', '/api/v1/me/notification-preferences'),
          api.callAsMe('get', '/api/v1/me/subscriptions'),
        ]);
        this.show(view);
        this.setData({ entries: found.entries, subscriptions: subscriptionsOf(view, found.entries) });
      });
    },
    /** @param {Api['PreferencesView']} view */
    show(view) {
      this.setData({
        view,
        offered: view.channels.filter(isOffered),
        told: view.channels.filter((one) => !isOffered(one)),
        kind: kindOf(view),
        rows: rowsOf(view.quiet_hours),
      });
    },
    /** @param {Choice[]} choices @param {string | null} hours empty for none, null for the city's */
    async put(choices, hours) {
      const body = { choices, quiet_hours: hours };
      this.show(await api.callAsMe('put', '/api/v1/me/notification-preferences', { body, isSafe: true }));
    },
    ownHours() {
      const { view } = this.data;
      return view && view.has_own_quiet_hours ? view.quiet_hours : null;
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turn(event) {
      const { view } = this.data;
      const { channel } = event.currentTarget.dataset;
      if (!view) return undefined;
      // A way that is turned off is off for every kind of message.
      const others = choicesOf(view).filter((one) => one.channel !== channel);
      return acting(this, () => this.put([...others, { channel, event: null, is_on: event.detail.isOn }], this.ownHours()));
    },
    /** @param {WechatMiniprogram.CustomEvent<{isOn: boolean}>} event */
    turnOne(event) {
      const { view } = this.data;
      const { channel, event: about } = event.currentTarget.dataset;
      if (!view) return undefined;
      const others = choicesOf(view).filter((one) => !(one.channel === channel && one.event === about));
      return acting(this, () => this.put([...others, { channel, event: about, is_on: event.detail.isOn }], this.ownHours()));
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openEvent(event) {
      const { key } = event.currentTarget.dataset;
      this.setData({ shownEvent: key === this.data.shownEvent ? '' : key });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    chooseHours(event) {
      const { view } = this.data;
      const { key } = event.detail;
      this.setData({ kind: key });
      if (key === 'own' || !view) return undefined;
      return acting(this, () => this.put(choicesOf(view), key === 'none' ? '' : null));
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string, value: string}>} event */
    fill(event) {
      this.setData(typed(this.data.rows, event.detail));
    },
    saveHours() {
      const { view } = this.data;
      if (!view) return undefined;
      const { from, until } = valuesOf(this.data.rows);
      return sending(this, () => this.put(choicesOf(view), `${from}-${until}`));
    },
    subscribe() {
      return acting(this, async () => {
        await subscribe(this.data.entries);
        await this.load();
      });
    },
  },
});
