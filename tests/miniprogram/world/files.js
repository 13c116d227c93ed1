/** Files on the phone: the camera, chats, and the way to the object store. */
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const { phone, world } = global.simulated;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'phone-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const freshBefore = global.simulated.fresh;
/** A new phone; what its owner chooses next stands in `album` and `chatFiles`. */
function fresh(user) {
  freshBefore(user);
  Object.assign(phone, {
    album: [],
    chatFiles: [],
    previewed: [],
    documents: [],
    uploads: [],
    compressed: [],
    // A test may cut the wire of an upload: told how much went out, it says whether to go on.
    cut: null,
  });
}

let count = 0;
/** A photograph in the album: a real JPEG, made by the stack, and a path as WeChat gives it. */
function photograph(place) {
  const bytes = Buffer.from(world.photos[place], 'base64');
  return inPhone(bytes, `photo-${place}.jpg`);
}

function inPhone(bytes, name) {
  count += 1;
  const file = path.join(folder, `${count}-${name}`);
  fs.writeFileSync(file, bytes);
  return { path: file, name, size: bytes.length, bytes };
}

const digestOf = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

/** `multipart/form-data` as WeChat sends it: the fields first, the file last. */
function formOf(options, boundary) {
  const fields = Object.entries(options.formData || {}).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${options.name}"; filename="${path.basename(options.filePath)}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(fields.join('') + head), fs.readFileSync(options.filePath), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** Over a real socket, in pieces, so that there is progress and something to be cut. */
function uploadFile(options) {
  const boundary = `----wechat${crypto.randomBytes(8).toString('hex')}`;
  const body = formOf(options, boundary);
  const entry = { url: options.url, bytes: body.length, percents: [], outcome: '' };
  phone.uploads.push(entry);
  const watchers = [];
  const request = http.request(new URL(options.url), {
    method: 'POST',
    headers: { ...options.header, 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length },
  });
  let isOver = false;
  const over = (outcome, tell) => {
    if (isOver) return;
    isOver = true;
    entry.outcome = outcome;
    tell();
  };
  const fail = (errMsg) => over('failed', () => options.fail && options.fail({ errMsg }));
  request.on('error', (fault) => fail(`uploadFile:fail ${fault.message}`));
  request.on('response', (response) => {
    const pieces = [];
    response.on('data', (piece) => pieces.push(piece));
    // The store may answer as soon as it has all that was announced.
    response.on('end', () => {
      request.end();
      over('sent', () => options.success({ statusCode: response.statusCode, data: Buffer.concat(pieces).toString() }));
    });
  });
  const size = Math.ceil(body.length / 4);
  const push = (from) => {
    if (isOver) return;
    if (phone.cut && phone.cut(from)) {
      request.destroy();
      fail('uploadFile:fail net::ERR_CONNECTION_RESET');
      return;
    }
    if (from >= body.length) {
      request.end();
      return;
    }
    request.write(body.subarray(from, from + size), () => {
      const progress = Math.round((Math.min(body.length, from + size) / body.length) * 100);
      entry.percents.push(progress);
      watchers.forEach((tell) => tell({ progress }));
      setTimeout(() => push(from + size), 5);
    });
  };
  setTimeout(() => push(0), 0);
  return {
    onProgressUpdate: (tell) => watchers.push(tell),
    abort: () => {
      request.destroy();
      fail('uploadFile:fail abort');
    },
  };
}

function downloadFile({ url, success, fail }) {
  http
    .get(new URL(url), (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => success({ statusCode: response.statusCode, tempFilePath: inPhone(Buffer.concat(pieces), 'got').path }));
    })
    .on('error', (fault) => fail({ errMsg: `downloadFile:fail ${fault.message}` }));
}

const manager = {
  getFileInfo({ filePath, digestAlgorithm, success, fail }) {
    if (!fs.existsSync(filePath)) {
      fail({ errMsg: 'getFileInfo:fail no such file' });
      return;
    }
    const bytes = fs.readFileSync(filePath);
    if (digestAlgorithm !== 'sha256') throw new Error(`another digest: ${digestAlgorithm}`);
    success({ size: bytes.length, digest: digestOf(bytes) });
  },
  saveFile({ tempFilePath, success, fail }) {
    if (!fs.existsSync(tempFilePath)) {
      fail({ errMsg: 'saveFile:fail no such file' });
      return;
    }
    count += 1;
    const savedFilePath = path.join(folder, `saved-${count}`);
    fs.renameSync(tempFilePath, savedFilePath);
    success({ savedFilePath });
  },
  unlink({ filePath, success, fail }) {
    fs.unlink(filePath, (fault) => (fault ? fail && fail({ errMsg: 'unlink:fail' }) : success && success({})));
  },
};

/** As on the phone, nothing private happens before the person has agreed. */
const onlyAgreed = (act) => (options) => (phone.hasAgreed ? act(options) : options.fail({ errMsg: 'fail privacy permission is not authorized' }));

Object.assign(global.wx, {
  uploadFile,
  downloadFile,
  getFileSystemManager: () => manager,
  chooseMedia: onlyAgreed(({ count: most, mediaType, success, fail }) => {
    if (mediaType.join() !== 'image') throw new Error('only photographs are materials');
    const chosen = phone.album.splice(0, most);
    if (!chosen.length) fail({ errMsg: 'chooseMedia:fail cancel' });
    else success({ type: 'image', tempFiles: chosen.map(({ path: tempFilePath, size }) => ({ tempFilePath, size, fileType: 'image' })) });
  }),
  chooseMessageFile: onlyAgreed(({ count: most, success, fail }) => {
    const chosen = phone.chatFiles.splice(0, most);
    if (!chosen.length) fail({ errMsg: 'chooseMessageFile:fail cancel' });
    else success({ tempFiles: chosen.map(({ path: file, name, size }) => ({ path: file, name, size, type: 'file' })) });
  }),
  compressImage: ({ src, quality, success }) => {
    phone.compressed.push({ src, quality });
    success({ tempFilePath: photograph(phone.compressed.length).path });
  },
  previewImage: ({ urls }) => phone.previewed.push(...urls),
  openDocument: ({ filePath, fileType }) => phone.documents.push({ filePath, fileType }),
});

Object.assign(global.simulated, { fresh, photograph, inPhone, digestOf });
fresh();
