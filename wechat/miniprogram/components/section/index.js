/** A card with a heading. */
Component({
  properties: { heading: String },
});
