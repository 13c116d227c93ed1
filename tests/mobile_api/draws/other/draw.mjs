// yiwang-draw/1 written anew from its description, with Node's own library and nothing else.
//   node draw.mjs digest COUNT    SHA-256 over the results of that many made-up cases
//   node draw.mjs record          reads a record from standard input, prints what it computes
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const NAME = "yiwang-draw/1";
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest();
const hashOfLines = (...lines) => sha256(lines.map((line) => line + "\n").join("")).toString("hex");

function listText(entries) {
  const byBytes = (a, b) => Buffer.compare(Buffer.from(a.id, "utf8"), Buffer.from(b.id, "utf8"));
  return [...entries].sort(byBytes).map((one) => `${one.id} ${one.tickets}\n`).join("");
}

function entropyText(sources) {
  let text = "";
  for (const { name, issue, values, unordered } of sources) {
    const told = unordered ? [...values].sort((a, b) => Number(a) - Number(b)) : values;
    text += `${name} ${issue}=${told.map((value) => value + ".").join("")}/`;
  }
  return text;
}

function pick(seed, list, count) {
  const left = list.split("\n").slice(0, -1).map((line) => {
    const blank = line.lastIndexOf(" ");
    return { id: line.slice(0, blank), tickets: BigInt(line.slice(blank + 1)) };
  });
  const picks = [];
  for (let turn = 0; turn < count; turn += 1) {
    const mac = createHmac("sha256", Buffer.from(seed, "hex")).update(`${NAME} pick ${turn}`);
    const tickets = left.reduce((sum, one) => sum + one.tickets, 0n);
    let x = BigInt("0x" + mac.digest("hex")) % tickets;
    const ticket = Number(x);
    let place = 0;
    while (x >= left[place].tickets) {
      x -= left[place].tickets;
      place += 1;
    }
    picks.push({ x: ticket, tickets_left: Number(tickets), winner: left[place].id });
    left.splice(place, 1);
  }
  return picks;
}

function draw(number, list, secret, sources, count) {
  const list_sha256 = sha256(list).toString("hex");
  const commitment = hashOfLines(`${NAME} commit`, number, secret);
  const entropy = entropyText(sources);
  const seed = hashOfLines(`${NAME} seed`, number, list_sha256, commitment, secret, entropy);
  return { commitment, list_sha256, entropy, seed, picks: pick(seed, list, count) };
}

const PREFIXES = ["91", "测绘院", "é", "𠮷", "Ａ"];

function madeUp(index) {
  const bytes = sha256(`case ${index}`);
  const entries = [];
  for (let place = 0; place < 1 + (bytes[0] % 12); place += 1) {
    const own = sha256(`case ${index} entry ${place}`);
    const id = PREFIXES[own[0] % 5] + own.subarray(1, 6).toString("hex");
    entries.push({ id, tickets: bytes[1] % 2 ? 1 + (own[6] % 9) : 1 });
  }
  const balls = [];
  for (const byte of sha256(`case ${index} balls`)) {
    const ball = String(1 + (byte % 33)).padStart(2, "0");
    if (balls.length < 6 && !balls.includes(ball)) balls.push(ball);
  }
  const issue = "2026" + String(index % 1000).padStart(3, "0");
  const digits = [...bytes.subarray(29)].map((byte) => String(byte % 10));
  const sources = [
    { name: "ssq", issue, values: balls, unordered: true },
    { name: "fc3d", issue, values: digits, unordered: false },
  ];
  const secret = sha256(`case ${index} secret`).toString("hex");
  return draw(`N-${index}`, listText(entries), secret, sources, 1 + (bytes[2] % entries.length));
}

function digest(count) {
  const all = createHash("sha256");
  for (let index = 0; index < count; index += 1) {
    const { seed, list_sha256, picks } = madeUp(index);
    all.update(`${seed} ${list_sha256} ${picks.map((one) => one.winner).join(",")}\n`, "utf8");
  }
  return all.digest("hex");
}

const [what, count] = process.argv.slice(2);
if (what === "digest") {
  console.log(digest(Number(count)));
} else {
  const record = JSON.parse(readFileSync(0, "utf8"));
  const { number, list_text: list, secret, entropy, picks } = record;
  console.log(JSON.stringify(draw(number, list, secret, entropy, picks)));
}
