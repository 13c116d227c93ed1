/** Starts `python -m tests.miniprogram` and waits for the line that says where everything is. */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const readline = require('node:readline');

const ROOT = path.resolve(__dirname, '../../..');

module.exports = async () => {
  // Whoever works on the pages keeps a stack running: its line stands here, and nothing is started.
  if (process.env.YIWANG_WORLD) return;
  const python = process.env.YIWANG_PYTHON || path.join(ROOT, '.venv/bin/python');
  const child = spawn(python, ['-m', 'tests.miniprogram'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONPATH: ROOT },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stack ended by itself (code ${code}); the lines above say why`);
  });
  const [line] = await Promise.race([once(readline.createInterface({ input: child.stdout }), 'line'), ended]);
  ended.catch(() => undefined);
  process.env.YIWANG_WORLD = line;
  globalThis.yiwangStack = child;
};
