/** The one place that knows where the API is. A release has its own https address here. */
module.exports = {
  base: 'http://127.0.0.1:8080',
  // Milliseconds: one exchange, and all tries of one call together.
  deadline: 10000,
  patience: 20000,
};
