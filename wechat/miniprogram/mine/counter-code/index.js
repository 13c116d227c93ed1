const api = require('../../api/index');
const { acting } = require('../../shared/loading');
const { runsOf } = require('./qr');

/** A scanner wants dark on light, by night as well: these are no colours of the page. */
const DARK = '#000000';
const LIGHT = '#ffffff';

Component({
  data: {
    isBusy: false,
    code: '',
    spoken: '',
    rows: /** @type {ReturnType<typeof runsOf>} */ ([]),
    minutes: 0,
    isOver: false,
    dark: DARK,
    light: LIGHT,
    timer: 0,
    endsAt: 0,
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
    },
  },
  methods: {
    /** While the mini-program is put away no timer runs. */
    onShow() {
      if (this.data.code && Date.now() >= this.data.endsAt) this.end();
    },
    /** Each one made is one less of those a person may ask for: only a tap makes one. */
    make() {
      return acting(this, async () => {
        const { code, expires_in_seconds: seconds } = await api.callAsMe('post', '/api/v1/me/counter-code');
        clearTimeout(this.data.timer);
        const timer = setTimeout(() => this.end(), seconds * 1000);
        const spoken = `${code.slice(0, 4)} ${code.slice(4)}`;
        this.setData({ code, spoken, rows: runsOf(code), minutes: Math.ceil(seconds / 60), isOver: false, timer, endsAt: Date.now() + seconds * 1000 });
      });
    },
    end() {
      this.setData({ code: '', spoken: '', rows: [], isOver: true });
    },
  },
});
