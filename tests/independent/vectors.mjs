// The vectors of docs/partner/ checked, and their requests signed anew, by either package.
//
//   node vectors.mjs vectors.json
//
// Prints `[{package, headers}]`: for each vector and package the headers of the request signed anew,
// and ends with an error where a vector does not hold, or holds where it was changed.
import assert from 'node:assert'
import fs from 'node:fs'
import { publicKey, secretKey } from './keys.mjs'
import { sign, verify } from './signing.mjs'

const lower = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
const message = (said) => ({ ...said, headers: lower(said.headers), body: Buffer.from(said.body) })

const signed = []
for (const vector of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
  const now = new Date(vector.now).getTime() / 1000
  // One of the packages asks the machine what time it is.
  Date.now = () => now * 1000
  const key = publicKey(vector.public_key)
  const keys = { [key.id]: key }
  const request = message(vector.request)
  const answer = message(vector.answer)
  for (const name of ['dhensby', 'cloudflare']) {
    await verify(name, request, keys, now)
    await verify(name, answer, keys, now, request)
    const elsewhere = { ...request, url: request.url + '1' }
    await assert.rejects(verify(name, elsewhere, keys, now))
    await assert.rejects(verify(name, answer, keys, now, elsewhere))
    await assert.rejects(verify(name, { ...answer, status: 200 }, keys, now, request))
    const { signature, 'signature-input': input, ...headers } = request.headers
    const anew = { ...request, headers }
    await sign(name, anew, secretKey(vector.secret_key), now)
    signed.push({ package: name, headers: anew.headers })
  }
}
console.log(JSON.stringify(signed))
