const { once } = require('node:events');

module.exports = async () => {
  const child = globalThis.yiwangStack;
  if (!child) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
};
