/** Every page and every style sheet is one for WeChat's own compilers; every script keeps its types. */
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const compiler = require('miniprogram-compiler');
const { ROOT, TESTS, files } = require('../world/sources');

test('WeChat compiles every page', () => {
  const compiled = compiler.wxmlToJs(ROOT);
  const pages = files('.wxml');
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((file) => !compiled.includes(`'${file}'`))).toEqual([]);
});

test('WeChat compiles every style sheet', () => {
  const compiled = compiler.wxssToJs(ROOT);
  expect(files('.wxss').filter((file) => !compiled.includes(file))).toEqual([]);
  expect(compiled).toContain('--target');
});

test('scripts are right by strict types and by docs/openapi.json', () => {
  const run = (tool, ...words) =>
    spawnSync(process.execPath, [path.join(TESTS, 'node_modules', tool), ...words], { cwd: TESTS, encoding: 'utf8' });
  const made = run('openapi-typescript/bin/cli.js', '../../docs/openapi.json', '--output', 'types/openapi.d.ts');
  expect(made.stderr).toBe('');
  const checked = run('typescript/bin/tsc', '--project', '.');
  expect(checked.stdout).toBe('');
}, 300000);
