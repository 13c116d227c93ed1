/** Where a case stands, in the words of the API. */
Component({
  properties: { status: String, item: String, number: String, sentence: String },
});
