const api = require('../../api/index');
const links = require('../../shared/links');
const { loading } = require('../../shared/loading');

/** @param {Api['AddressList']} book */
function linesOf(book) {
  return book.addresses.map((one) => ({
    id: one.id,
    name: one.label || one.name_masked,
    tag: one.is_default ? '默认' : '',
    note: `${one.name_masked} ${one.phone_masked}\n${one.address_masked}`,
  }));
}

Component({
  data: {
    isLoading: true,
    problem: '',
    lines: /** @type {ReturnType<typeof linesOf>} */ ([]),
    unreadable: 0,
    most: 0,
    isFull: false,
  },
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return loading(this, async () => {
        const book = await api.callAsMe('get', '/api/v1/me/addresses');
        const { unreadable, most } = book;
        const lines = linesOf(book);
        this.setData({ lines, unreadable, most, isFull: lines.length + unreadable >= most });
      });
    },
    /** @param {WechatMiniprogram.BaseEvent} event */
    change(event) {
      links.open(`mine/addresses/edit?id=${event.currentTarget.dataset.id}`);
    },
    add() {
      links.open('mine/addresses/edit');
    },
  },
});
