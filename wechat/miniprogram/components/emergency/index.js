/** Danger: whom to call, and what to do until help comes. Stands above all else. */
Component({
  properties: {
    help: { type: Object, value: /** @type {Api['EmergencyHelp'] | null} */ (null) },
  },
});
