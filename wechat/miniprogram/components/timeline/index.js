/** What has happened, newest first: `{when, text}` each. */
Component({
  properties: {
    steps: { type: Array, value: /** @type {{when: string, text: string}[]} */ ([]) },
  },
});
