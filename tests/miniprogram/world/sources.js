/** The files of the mini-program, as they are sent to WeChat. */
const fs = require('node:fs');
const path = require('node:path');

const TESTS = path.resolve(__dirname, '..');
const ROOT = path.resolve(TESTS, '../../wechat/miniprogram');

/** Paths below the mini-program, with that ending. */
function files(ending = '') {
  const all = fs.readdirSync(ROOT, { recursive: true, withFileTypes: true });
  return all
    .filter((one) => one.isFile() && one.name.endsWith(ending))
    .map((one) => path.relative(ROOT, path.join(one.parentPath || one.path, one.name)))
    .sort();
}

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const json = (file) => JSON.parse(read(file));

/** Opening tags of a page: name, attributes, and the text that follows. */
function tagsOf(file) {
  const found = [];
  const tag = /<([\w-]+)((?:\s+[^\s=>/]+(?:\s*=\s*"[^"]*")?)*)\s*\/?>([^<]*)/g;
  for (const [, name, written, text] of read(file).matchAll(tag)) {
    const attributes = {};
    for (const [, key, value] of written.matchAll(/([^\s=]+)(?:\s*=\s*"([^"]*)")?/g)) attributes[key] = value ?? '';
    found.push({ file, name, attributes, text: text.trim() });
  }
  return found;
}

module.exports = { ROOT, TESTS, files, read, json, tagsOf };
