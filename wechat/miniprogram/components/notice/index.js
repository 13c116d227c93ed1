/** A sentence that should not be missed: `warm`, `alarm` or `good`. */
Component({
  properties: { text: String, tone: { type: String, value: 'warm' } },
});
