/** WeChat's client as far as the mini-program uses it; its servers are the simulator's, over sockets. */
const http = require('node:http');

const world = JSON.parse(process.env.YIWANG_WORLD);

/** Of the phone in the person's hand; a test may change it, `fresh()` makes it new. */
const phone = {};

function fresh(user) {
  Object.assign(phone, {
    user: user || `somebody-${Math.random().toString(36).slice(2)}`,
    storage: new Map(),
    network: 'wifi',
    fontSizeSetting: 16,
    hasAgreed: false,
    // What the person saw and where they were led, in order.
    visited: [],
    asked: [],
    told: [],
    dialled: [],
    opened: [],
    // Tests put a function here to come between: it may answer, or return nothing to let it pass.
    between: null,
    listeners: { network: [], weak: [], privacy: [], update: [] },
    contractsRead: 0,
    // What is answered when a pop-up asks yes or no; null leaves it standing.
    says: null,
    copied: [],
    // One of WeChat's own address book, and what is answered to each template that is asked for.
    book: null,
    subscribes: null,
    scanned: null,
  });
}

function sent(options) {
  const url = new URL(options.url);
  const body = options.data === undefined ? undefined : JSON.stringify(options.data);
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: options.method || 'GET',
      headers: { ...options.header, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
      timeout: options.timeout,
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', reject);
    request.on('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        let data = text;
        try {
          data = JSON.parse(text);
        } catch (fault) {
          // As wx.request does: what is no JSON stays a text.
        }
        resolve({ statusCode: response.statusCode, header: response.headers, data });
      });
    });
    request.end(body);
  });
}

async function simulator(what, body) {
  const answer = await sent({
    url: `${world.wechat}/_simulator/${what}`,
    method: 'POST',
    header: { 'content-type': 'application/json' },
    data: { app_id: world.app_id, user: phone.user, ...body },
  });
  return answer.data;
}

function request(options) {
  const { method = 'GET', url, header = {}, data, timeout } = options;
  phone.asked.push({ method, path: url.slice(world.api.length), header, data, timeout });
  const stepped = phone.between && phone.between(options);
  const answered = stepped ? Promise.resolve(stepped) : sent(options);
  answered.then(
    (answer) => (answer.errMsg ? options.fail(answer) : options.success(answer)),
    (fault) => options.fail({ errMsg: `request:fail ${fault.message}` }),
  );
}

function requirePrivacyAuthorize({ success, fail }) {
  if (phone.hasAgreed) {
    success({});
    return;
  }
  phone.listeners.privacy.forEach((listener) =>
    listener((choice) => {
      phone.hasAgreed = choice.event === 'agree';
      (phone.hasAgreed ? success : fail)({});
    }, { referrer: 'requirePrivacyAuthorize' }),
  );
}

/** As WeChat does: no answer before the person has agreed to the privacy guide. */
const privately = (act) => (options) => {
  const found = phone.hasAgreed && act(options);
  if (found) options.success(found);
  else options.fail({ errMsg: 'fail privacy permission is not authorized' });
};

const led = (how) => (options = {}) => {
  phone.visited.push({ how, url: options.url });
};

global.wx = {
  request,
  requirePrivacyAuthorize,
  login: ({ success, fail }) => simulator('login').then((found) => success({ code: found.code }), fail),
  getStorageSync: (name) => (phone.storage.has(name) ? structuredClone(phone.storage.get(name)) : ''),
  setStorageSync: (name, value) => phone.storage.set(name, structuredClone(value)),
  removeStorageSync: (name) => phone.storage.delete(name),
  getAppBaseInfo: () => ({ fontSizeSetting: phone.fontSizeSetting }),
  getNetworkType: ({ success }) => success({ networkType: phone.network }),
  onNetworkStatusChange: (listener) => phone.listeners.network.push(listener),
  onNetworkWeakChange: (listener) => phone.listeners.weak.push(listener),
  onNeedPrivacyAuthorization: (listener) => phone.listeners.privacy.push(listener),
  openPrivacyContract: () => (phone.contractsRead += 1),
  getUpdateManager: () => ({
    onUpdateReady: (listener) => phone.listeners.update.push(listener),
    applyUpdate: () => phone.visited.push({ how: 'applyUpdate' }),
  }),
  showModal: (options) => {
    phone.told.push(options);
    if (phone.says !== null && options.success) options.success({ confirm: phone.says, cancel: !phone.says });
  },
  setNavigationBarTitle: () => undefined,
  setClipboardData: privately(({ data }) => phone.copied.push(data) && {}),
  chooseAddress: privately(() => phone.book),
  scanCode: ({ success, fail }) => (phone.scanned ? success(phone.scanned) : fail({ errMsg: 'scanCode:fail cancel' })),
  requestSubscribeMessage: ({ tmplIds, success, fail }) => {
    if (tmplIds.length > 3) throw new Error('WeChat takes three templates at most');
    const answers = (phone.subscribes || []).map((one, place) => [tmplIds[place], one]);
    if (phone.subscribes) success({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(answers) });
    else fail({ errMsg: 'requestSubscribeMessage:fail main switch is off', errCode: 20004 });
  },
  makePhoneCall: ({ phoneNumber }) => phone.dialled.push(phoneNumber),
  openLocation: (place) => phone.opened.push(place),
  stopPullDownRefresh: () => undefined,
  navigateTo: led('navigateTo'),
  redirectTo: led('redirectTo'),
  switchTab: led('switchTab'),
  navigateBack: led('navigateBack'),
};
global.App = (options) => {
  global.startedApp = options;
};
global.structuredClone = global.structuredClone || ((value) => (value === undefined ? value : JSON.parse(JSON.stringify(value))));
global.simulated = { world, phone, fresh, simulator, sent };
fresh();
