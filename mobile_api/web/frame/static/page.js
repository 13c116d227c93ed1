// Every page works without this file. With it, names come up while typing, and a form that was
// sent is not sent again by an impatient second tap.
"use strict";

function offer(input) {
  const url = input.dataset.suggestions;
  const list = document.createElement("ul");
  let timer, asked, chosen = -1;
  list.className = "offers";
  list.id = input.id + "-offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索建议");
  list.hidden = true;
  input.closest("form").append(list);
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const name in combobox) input.setAttribute(name, combobox[name]);

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const rows = list.children;
    chosen = (number + rows.length) % rows.length;
    for (const row of rows) row.setAttribute("aria-selected", String(row === rows[chosen]));
    input.setAttribute("aria-activedescendant", rows[chosen].id);
  }

  function show(found) {
    list.replaceChildren(...found.map((one, number) => {
      const row = document.createElement("li");
      row.id = list.id + number;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.href = (one.kind === "theme" ? "/themes/" : "/guides/") + encodeURIComponent(one.key);
      row.textContent = one.text;
      if (one.text !== one.name) {
        const name = document.createElement("small");
        name.textContent = one.name;
        row.append(name);
      }
      return row;
    }));
    list.hidden = !found.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function ask() {
    const words = input.value.trim();
    if (asked) asked.abort();
    if (!words) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(url + "?limit=6&q=" + encodeURIComponent(words.slice(0, 60)), { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      close(); // a bad network costs the suggestions, not the search
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 180);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, 180); });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.href = list.children[chosen].dataset.href;
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) location.href = row.dataset.href;
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

function sendOnce(form) {
  let busy, kept = [];
  form.addEventListener("submit", (event) => {
    if (busy) return event.preventDefault();
    busy = event.submitter || form.querySelector("button");
    if (!busy) return;
    kept = [...busy.childNodes];
    busy.setAttribute("aria-busy", "true");
    busy.replaceChildren("请稍候…");
    setTimeout(restore, 15000); // an answer that never comes must not lock the form
  });
  function restore() {
    if (!busy) return;
    busy.removeAttribute("aria-busy");
    busy.replaceChildren(...kept);
    busy = null;
  }
  addEventListener("pageshow", restore);
}

// Older browsers print folded answers folded.
function unfold() {
  const folded = document.querySelectorAll("details:not([open])");
  for (const one of folded) one.open = true;
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; }, { once: true });
}

function countDown(place) {
  const end = Date.now() + place.dataset.wait * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1000);
    place.textContent = left > 0 ? left + "秒后可以重新获取。" : "现在可以重新获取。";
    if (left <= 0) clearInterval(timer);
  }, 1000);
}

// Reads the page aloud where the phone has a Chinese voice; line by line, for long texts break off.
function readAloud(heading) {
  const voice = window.speechSynthesis;
  if (!voice) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";

  function rest() {
    button.textContent = "读给我听";
  }

  function read() {
    const parts = [...heading.parentElement.querySelectorAll(":scope > :not(.no-print, .button)")];
    for (const line of parts.map((one) => one.innerText).join("\n").split("\n")) {
      if (!line.trim()) continue;
      const told = new SpeechSynthesisUtterance(line);
      told.lang = "zh-CN";
      told.onend = () => { if (!voice.pending) rest(); };
      voice.speak(told);
    }
    button.textContent = "停止朗读";
  }

  function show() {
    if (voice.getVoices().some((one) => one.lang.startsWith("zh"))) heading.after(button);
  }

  button.addEventListener("click", () => {
    if (!voice.speaking) return read();
    voice.cancel();
    rest();
  });
  addEventListener("pagehide", () => voice.cancel());
  voice.onvoiceschanged = show; // some have their voices later
  rest();
  show();
}

addEventListener("beforeprint", unfold);
document.querySelectorAll("[data-wait]").forEach(countDown);
document.querySelectorAll("input[data-suggestions]").forEach(offer);
document.querySelectorAll("form").forEach(sendOnce);
document.querySelectorAll("[data-aloud]").forEach(readAloud);
