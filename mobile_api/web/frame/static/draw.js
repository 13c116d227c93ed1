// Repeats a draw on this phone, on a tap: the record is asked for, and everything in it worked out
// anew by the same lines that stand in the page that can be downloaded.
const place = document.getElementById("here");
const button = place.querySelector("button");
const told = document.getElementById("verdict");
const list = document.getElementById("checked");

function line(text, isWrong) {
  const made = document.createElement("li");
  made.textContent = text;
  if (isWrong) made.className = "fault";
  return made;
}

function say(verdict, holds, lines) {
  told.textContent = verdict;
  told.className = holds ? "notice good" : "notice alarm";
  list.replaceChildren(...lines);
}

async function check() {
  if (!globalThis.crypto?.subtle) {
    return say("这个浏览器不能在这里计算,请用下面下载的网页核对。", false, []);
  }
  told.textContent = "正在核对…";
  try {
    const [{ verify }, answer] = await Promise.all([import(place.dataset.verifier), fetch(place.dataset.record)]);
    if (!answer.ok) throw new TypeError();
    const record = await answer.json();
    const found = await verify(record);
    const holds = found.steps.every(([, same]) => same);
    const winners = found.winners.map((one, number) => line(`重算的结果第${number + 1}个:${one}`, false));
    const steps = found.steps.map(([, same, text]) => line(`${same ? "一致" : "不一致"}:${text}`, !same));
    say(holds ? "核对过了,没有发现不一致之处。" : "有不一致之处,请不要采信,并拨打12345反映。", holds, [...steps, ...winners]);
  } catch (error) {
    // A broken network says nothing of the draw.
    const words = error instanceof TypeError ? "网络不通,没有取到记录,请稍后再试" : error.message;
    say(`还不能核对:${words}。`, false, []);
  }
}

place.hidden = false;
document.getElementById("not-here").hidden = true;
button.addEventListener("click", async () => {
  button.disabled = true;
  await check();
  button.disabled = false;
});
