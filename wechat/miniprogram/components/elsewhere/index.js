const { addressOf, copy } = require('../../shared/copying');

/** What is done on a web page: which one, and a button that copies its address. */
Component({
  properties: { text: String, path: String, label: { type: String, value: '复制网页地址' } },
  data: { address: '' },
  observers: {
    path(path) {
      this.setData({ address: addressOf(path) });
    },
  },
  methods: {
    copy() {
      return copy(this.data.address);
    },
  },
});
