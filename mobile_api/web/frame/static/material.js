// Photographs go straight to the object store, one after another; a cut line costs only time. Where
// this cannot work (no secure line), the form of the page does the same.
const form = document.querySelector("form[data-version]"), page = location.pathname, tickets = page + "/tickets";
const { insteadOf, most } = form?.dataset || {};
const input = form?.querySelector("input[type=file]");
const list = made("ul", "rows sendings"), told = made("p"), more = made("p");
const memory = "sending " + page;
let files = [], version = form?.dataset.version, running = false;

function made(name, className = "", text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function button(words, act, className = "button quiet") {
  const one = made("button", className, words);
  one.type = "button";
  one.addEventListener("click", act);
  return one;
}

// The punctuation of the API in full width, as on the page.
function typeset(text) {
  return text.replace(/([\u2e80-\u9fff\u201d])([,;:?!])/g, (_, before, mark) => before + String.fromCharCode(mark.charCodeAt(0) + 0xfee0));
}

function announce(text, look = "unseen") {
  told.className = look;
  told.textContent = typeset(text);
}

function tell(one, text, ...buttons) {
  one.said.textContent = typeset(text);
  one.acts.replaceChildren(...buttons);
  for (const act of buttons) act.append(made("span", "unseen", one.name));
}

// A reload forgets files; what they are called is kept for this tab.
function remember() {
  const left = files.filter((one) => one.state === "waiting").map((one) => one.name);
  sessionStorage.setItem(memory, JSON.stringify(left));
}

function recall() {
  const left = JSON.parse(sessionStorage.getItem(memory) || "[]");
  if (left.length) announce("上次没有传完:" + left.join("、") + "。请再选一次,已经传到的不会重传。", "notice");
}

function take(field) {
  for (const file of field.files) {
    const one = { file, name: file.name || "照片", state: "waiting", tries: 0, row: made("li"), said: made("p"), bar: made("progress"), acts: made("div", "acts") };
    one.bar.value = 0;
    one.bar.setAttribute("aria-label", one.name);
    one.cancel = () => drop(one);
    one.row.append(made("strong", "", one.name), one.said, one.bar, one.acts);
    tell(one, "排队等着传", button("取消", one.cancel));
    list.append(one.row);
    files.push(one);
  }
  field.value = "";
  run();
}

function drop(one) {
  one.state = "gone";
  one.stop?.();
  one.row.remove();
  files = files.filter((other) => other !== one);
  announce("已取消:" + one.name);
  input.focus();
  run();
}

async function run() {
  remember();
  if (running) return;
  running = true;
  for (let one; (one = files.find((file) => file.state === "waiting")); remember()) await bring(one);
  running = false;
  const done = files.filter((one) => one.state === "done");
  if (done.length && done.length === files.length) reload();
  else more.replaceChildren(...(done.length ? [button("看已经传好的页面", reload, "button quiet wide")] : []));
}

// From here on the server's page is the truth.
function reload() {
  history.replaceState(null, "", page + "#pages");
  location.reload();
}

async function bring(one) {
  try {
    tell(one, "正在准备", button("取消", one.cancel));
    one.sent ||= await fitting(one);
    one.digest ||= await digest(one.sent);
    const begun = await ask(one, tickets, { name: one.name.slice(-200), media_type: one.sent.type, size: one.sent.size, sha256: one.digest });
    if (begun.ticket) await send(one, begun.ticket);
    tell(one, "传到了,正在检查");
    const there = await ask(one, tickets + "/" + begun.file.id, { version, instead_of: insteadOf });
    version = there.version;
    one.state = "done";
    one.bar.hidden = true;
    tell(one, there.file.message);
    announce(one.name + ":" + there.file.message);
  } catch (error) {
    if (one.state !== "gone") await amend(one, error);
  }
}

// What waiting mends is waited for; all else is told, and the person decides.
async function amend(one, { status, code, wait = 0, text }) {
  const busy = status === 429 || status >= 500;
  if (status === 403 && !code && !one.renewed) return void (one.renewed = true); // too old a ticket
  if (text && (!busy || wait > 60 || one.tries > 5)) return refuse(one, status, code, text);
  const why = busy ? "现在人多,稍等一下就自己接着传。" : "网断了。照片还在手里,连上网就自己接着传。";
  announce(why);
  await new Promise((go) => {
    one.stop = go;
    addEventListener("online", go, { once: true });
    setTimeout(go, 1000 * Math.max(wait, Math.min(3 * 2 ** one.tries++, 60)));
    const other = one.tries > 2 && navigator.onLine ? [button("换一种办法传", plainly)] : [];
    tell(one, why, button("现在再试", go), ...other, button("取消", one.cancel));
  });
}

// The store may be out of this browser's reach, and the form of the page is not.
function plainly() {
  sessionStorage.setItem("plain", "1");
  reload();
}

function refuse(one, status, code, text) {
  const again = () => { one.state = "waiting"; one.tries = 0; run(); };
  let way = button("再试一次", again);
  if (code === "case_changed") {
    text = "这项材料刚在别的窗口或手机上改过。您的照片已经传到,没有丢。";
    way = button("接着加上", () => { version = ""; again(); });
  } else if (status === 401) {
    way = button("重新登录", () => { location.href = "/sign-in?return_to=" + encodeURIComponent(page); });
  }
  one.state = "refused";
  tell(one, text, way, button("不传这个了", one.cancel));
  announce(one.name + ":" + text);
}

// A photograph that is too large for this city, drawn smaller.
async function fitting({ file, name }) {
  if (file.size <= most || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file), canvas = made("canvas");
    const scale = Math.min(1, 3600 / Math.max(picture.width, picture.height));
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    announce("照片太大,缩小了再传:" + name, "notice");
    return await new Promise((go) => canvas.toBlob((smaller) => go(smaller || file), "image/jpeg", 0.85));
  } catch {
    return file; // the server says what to do with it
  }
}

async function digest(blob) {
  try {
    // What is larger is refused by its size: nobody looks at its digest.
    const hash = await crypto.subtle.digest("SHA-256", await blob.slice(0, most).arrayBuffer());
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    throw { text: "这个文件读不出来,请重新选择。" };
  }
}

async function ask(one, path, body) {
  const control = new AbortController(), timer = setTimeout(() => control.abort(), 40000);
  one.stop = () => control.abort();
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    signal: control.signal,
  });
  const said = await answer.json();
  clearTimeout(timer);
  if (answer.ok) return said;
  throw { status: answer.status, code: said.code, wait: Number(answer.headers.get("retry-after")) || 0, text: said.errors[0]?.message || said.title };
}

// XMLHttpRequest, for fetch does not tell how far it is.
function send(one, ticket) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(), body = new FormData();
    for (const name in ticket.fields) body.append(name, ticket.fields[name]);
    body.append("file", one.sent, "file");
    let silence;
    one.stop = () => request.abort();
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(silence);
      silence = setTimeout(one.stop, 60000);
      one.bar.value = loaded / total;
      one.said.textContent = "正在传 " + Math.floor((loaded / total) * 100) + "%";
    };
    request.onloadend = () => {
      clearTimeout(silence);
      if (request.status >= 200 && request.status < 300) done();
      else failed(request.status ? { status: request.status, text: "没有传成,请再试一次。" } : {});
    };
    request.open("POST", ticket.url);
    request.send(body);
  });
}

function begin() {
  form.querySelector("button").parentNode.hidden = true;
  input.multiple = !insteadOf;
  told.setAttribute("role", "status");
  form.append(list, told, more);
  input.addEventListener("change", () => take(input));
  if (matchMedia("(pointer: coarse)").matches) {
    const camera = Object.assign(made("input"), { type: "file", accept: "image/*", hidden: true });
    camera.setAttribute("capture", "environment");
    camera.addEventListener("change", () => take(camera));
    input.parentNode.before(button("拍照", () => camera.click(), "wide"), camera);
  }
  document.addEventListener("submit", (event) => {
    if (!running) return;
    event.preventDefault();
    event.stopPropagation();
    announce("还在传,请等传完。不想传了,请先按“取消”。", "notice");
    told.scrollIntoView({ block: "nearest" });
  }, true);
  recall();
}

if (form && crypto.subtle && !sessionStorage.getItem("plain")) begin();
