/** Opens a page as WeChat does and drives it by what a person sees: words and labels. */
const fs = require('node:fs');
const path = require('node:path');
const { TextDecoder, TextEncoder } = require('node:util');

Object.assign(global, { TextDecoder, TextEncoder });
const simulate = require('miniprogram-simulate');
const utils = require('miniprogram-simulate/src/utils');
const exparser = require('miniprogram-exparser');

const ROOT = path.resolve(__dirname, '../../../wechat/miniprogram');
const PATIENCE = 20000;

/** A module of the mini-program, the same that its pages have. */
const source = (name) => require(path.join(ROOT, name));

// The files of pages and components are run at every opening, for each registers itself.
utils.runJs = (file) => {
  const code = fs.readFileSync(`${file}.js`, 'utf8');
  const near = (name) => require(path.resolve(path.dirname(file), name));
  new Function('require', 'module', `${code}\n//# sourceURL=${file}.js`)(near, { exports: {} });
};

async function until(look, what) {
  const ends = Date.now() + PATIENCE;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > ends) throw new Error(`not seen in time: ${what}`);
    await simulate.sleep(10);
  }
}

/** WeChat carries data from scripts to pages as JSON: anything else would be lost on a phone. */
function mustBeJson(value, where) {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new Error(`${where} is no JSON: ${String(value)}`);
  }
  if (value === null || typeof value !== 'object') return;
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  if (!isPlain) throw new Error(`${where} is no JSON: ${String(value)}`);
  Object.entries(value).forEach(([name, one]) => mustBeJson(one, `${where}.${name}`));
}

class Opened {
  constructor(component) {
    this.component = component;
    this.instance = component.instance;
  }

  get data() {
    return this.component.data;
  }

  /** All that can be read, from top to bottom. */
  text() {
    return this.component.dom.textContent.replace(/\s+/g, ' ').trim();
  }

  html() {
    return this.component.dom.outerHTML;
  }

  shows(words) {
    return until(() => this.text().includes(words), `${words}\n${this.text()}`);
  }

  async settled() {
    await until(() => !this.data.isLoading && !this.data.isBusy, 'the end of loading');
    await simulate.sleep(0);
    [this.component.dom, ...this.component.dom.querySelectorAll('*')].forEach((dom) => {
      const caller = dom.__wxElement && exparser.Element.getMethodCaller(dom.__wxElement);
      if (caller && caller.data) mustBeJson(caller.data, dom.tagName.toLowerCase());
    });
  }

  /** Elements that take a tap, with the words in them. */
  tappable() {
    return [...this.component.dom.querySelectorAll('*')].filter(
      (dom) => dom.__wxElement && dom.__wxElement._vt && dom.__wxElement._vt.event && dom.__wxElement._vt.event.tap,
    );
  }

  /** Tap what says these words and no more, or else the last of all that contain them. */
  async tap(words) {
    const named = () => {
      const all = this.tappable().filter((dom) => dom.textContent.includes(words));
      return all.find((dom) => dom.textContent.trim() === words) || all.pop();
    };
    const found = await until(named, `to tap: ${words}\n${this.text()}`);
    this.send(found, 'tap', {});
    await simulate.sleep(20);
  }

  /** Type into the field whose label stands before it. */
  async type(label, value) {
    const inputs = [...this.component.dom.querySelectorAll('wx-input')];
    const found = inputs.find((dom) => dom.parentElement.textContent.includes(label)) || (label === '' && inputs[0]);
    if (!found) throw new Error(`no field ${label}`);
    this.send(found, 'input', { value });
    await simulate.sleep(20);
  }

  /** What WeChat itself sends to an element of the page. */
  send(dom, name, detail) {
    exparser.Event.dispatchEvent(dom.__wxElement, exparser.Event.create(name, detail, { bubbles: true, composed: true, capturePhase: true }));
  }

  find(selector) {
    return this.component.dom.querySelector(selector);
  }
}

const opened = [];

async function open(page, query = {}) {
  source('config').base = simulated.world.api;
  const id = simulate.load(path.join(ROOT, page), 'page', { rootPath: ROOT });
  const component = simulate.render(id);
  const holder = document.createElement('div');
  document.body.append(holder);
  component.attach(holder);
  const found = new Opened(component);
  opened.push(component);
  if (component.instance.onLoad) component.instance.onLoad(query);
  if (component.instance.onShow) component.instance.onShow();
  await found.settled();
  return found;
}

function closeAll() {
  opened.splice(0).forEach((component) => component.detach());
  document.body.innerHTML = '';
}

module.exports = { open, closeAll, source, until, ROOT, simulate };
