const api = require('../../api/index');
const { loading } = require('../../shared/loading');

const SELF = { key: '', label: '本人' };

Component({
  data: {
    isLoading: true,
    problem: '',
    options: /** @type {{key: string, label: string}[]} */ ([]),
    chosen: '',
  },
  methods: {
    onLoad() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const { enterprises } = await api.callAsMe('get', '/api/v1/me/enterprises');
        const options = enterprises.map(({ enterprise }) => ({ key: enterprise.id, label: enterprise.name }));
        const acting = api.session.actingFor();
        this.setData({ options: [SELF, ...options], chosen: acting ? acting.id : SELF.key });
      });
    },
    /** @param {WechatMiniprogram.CustomEvent<{key: string}>} event */
    choose(event) {
      const { key } = event.detail;
      const option = this.data.options.find((one) => one.key === key) || SELF;
      api.session.actFor(key ? { id: key, name: option.label } : null);
      wx.navigateBack();
    },
  },
});
