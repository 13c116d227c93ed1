/** A file on its way: how far it is, or why it waits, with what one can do about it. */
Component({
  properties: {
    name: String,
    mark: String,
    percent: Number,
    sentence: String,
    isFailed: Boolean,
  },
  methods: {
    retry() {
      this.triggerEvent('retry', { mark: this.data.mark });
    },
    cancel() {
      this.triggerEvent('cancel', { mark: this.data.mark });
    },
  },
});
