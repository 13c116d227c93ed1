// One JSON request per line, one JSON answer per line: seals pushes and opens answers with the
// published package, so that our side is not tested against a reading of our own.
const { createInterface } = require("readline");
const { decrypt, encrypt, getSignature } = require("@wecom/crypto");

const sign = (given, sealed) =>
  getSignature(given.token, given.timestamp, given.nonce, sealed);

const operations = {
  seal: (given) => {
    const random = given.random ? Buffer.from(given.random, "hex") : undefined;
    const sealed = encrypt(given.key, given.message, given.app_id, random);
    return { sealed, msg_signature: sign(given, sealed), signature: sign(given, "") };
  },
  open: (given) => {
    const opened = decrypt(given.key, given.sealed);
    const is_signed = sign(given, given.sealed) === given.msg_signature;
    return { message: opened.message, app_id: opened.id, is_signed };
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const given = JSON.parse(line);
  process.stdout.write(JSON.stringify(operations[given.operation](given)) + "\n");
});
