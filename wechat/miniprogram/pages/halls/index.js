const api = require('../../api/index');
const { loading } = require('../../shared/loading');

const DAYS = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** @param {Api['Counter']} counter */
function hoursOf(counter) {
  return counter.hours
    .map(({ weekdays, opens, closes }) => `${weekdays.map((day) => DAYS[day]).join('、')} ${opens}-${closes}`)
    .join('\n');
}

/** @param {Api['ServiceHall'][]} halls @param {Api['Counter'][]} counters */
function shownOf(halls, counters) {
  return halls.map((hall) => ({
    ...hall,
    facilities: (hall.facilities || []).join('、'),
    counters: counters
      .filter((one) => one.hall === hall.key)
      .map((one) => ({ key: one.key, name: one.name, note: `${one.place}\n${hoursOf(one)}` })),
  }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    halls: /** @type {ReturnType<typeof shownOf>} */ ([]),
    shown: '',
    book: /** @type {Api['PhoneEntry'][]} */ ([]),
  },
  methods: {
    onLoad() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const [{ halls }, { counters }, { entries: book }] = await Promise.all([
          api.call('get', '/api/v1/centre/halls'),
          api.call('get', '/api/v1/centre/counters'),
          api.call('get', '/api/v1/centre/phones'),
        ]);
        this.setData({ halls: shownOf(halls, counters), book });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    openMap(event) {
      const hall = this.data.halls.find((one) => one.key === event.currentTarget.dataset.key);
      if (!hall) return;
      const { map_point: point, name, address } = hall;
      wx.openLocation({ latitude: point.latitude, longitude: point.longitude, name, address });
    },
    turnBook() {
      this.setData({ shown: this.data.shown === 'book' ? '' : 'book' });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    turn(event) {
      const { key } = event.currentTarget.dataset;
      this.setData({ shown: key === this.data.shown ? '' : key });
    },
  },
});
