// The vectors of RFC 9421 (appendix B.2), SM3 and SM2 through packages of others.
//
//   node standards.mjs standards.json
//
// Prints `{package: [sections that hold]}`; ends with an error where one does not hold. The second
// package has no `@query-param`, so B.2.2 is none of its.
import assert from 'node:assert'
import crypto from 'node:crypto'
import fs from 'node:fs'
import { verifySignature } from 'http-message-sig'
import { httpbis } from 'http-message-signatures'
import { sm2, sm3 } from 'sm-crypto-v2'

const { rfc9421, sm3: ofSm3, sm2: ofSm2 } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const CREATED = 1618884473
// One of the packages asks the machine what time it is.
Date.now = () => CREATED * 1000

const ALGORITHMS = {
  'rsa-pss-sha512': (key, base, signature) =>
    crypto.verify('sha512', base, { key, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, signature),
  'ecdsa-p256-sha256': (key, base, signature) =>
    crypto.verify('sha256', base, { key, dsaEncoding: 'ieee-p1363' }, signature),
  'hmac-sha256': (key, base, signature) =>
    crypto.createHmac('sha256', Buffer.from(key, 'base64')).update(base).digest().equals(signature),
  ed25519: (key, base, signature) => crypto.verify(null, base, key, signature),
}

function messageOf(vector, changed) {
  const headers = {
    ...rfc9421[vector.message].headers,
    'Signature-Input': 'sig1=' + (changed ? vector.input.replace('keyid', 'x=1;keyid') : vector.input),
    Signature: `sig1=:${vector.signature}:`,
  }
  return { ...rfc9421[vector.message], headers }
}

const holds = {
  dhensby: ({ algorithm, key }, message) =>
    httpbis.verifyMessage(
      { keyLookup: async () => ({ verify: async (...said) => ALGORITHMS[algorithm](key, ...said) }) },
      message,
    ),
  cloudflare: async ({ algorithm, key }, message) => {
    const { method, url, status } = message
    const fields = Object.entries(message.headers).map(([name, value]) => ({ name, value }))
    const described = status
      ? { kind: 'response', status, fields }
      : { kind: 'request', method, targetUri: url, fields }
    const verify = (base, signature) =>
      ALGORITHMS[algorithm](key, Buffer.from(base), Buffer.from(signature))
    try {
      await verifySignature(described, {
        label: 'sig1',
        policy: { algorithms: [algorithm], requiredComponents: [], requiredParameters: [], now: CREATED },
        resolveVerifier: () => ({ algorithm, verify }),
      })
    } catch (error) {
      if (error.code === 'VerificationFailed') return false
      throw error
    }
    return true
  },
}

const found = { dhensby: [], cloudflare: [] }
for (const vector of rfc9421.vectors) {
  for (const name of Object.keys(found)) {
    if (name === 'cloudflare' && vector.input.includes('@query-param')) continue
    assert.strictEqual(await holds[name](vector, messageOf(vector, false)), true, vector.section)
    assert.strictEqual(await holds[name](vector, messageOf(vector, true)), false, vector.section)
    found[name].push(vector.section)
  }
}
for (const { message, digest } of ofSm3.vectors) assert.strictEqual(sm3(message), digest)
const said = (message) => new TextEncoder().encode(message)
const check = (message) =>
  sm2.doVerifySignature(said(message), ofSm2.signature, "04" + ofSm2.public, { hash: true })
assert.strictEqual(sm2.getPublicKeyFromPrivateKey(ofSm2.secret), '04' + ofSm2.public)
assert.strictEqual(check(ofSm2.message), true)
assert.strictEqual(check(ofSm2.message + '.'), false)
console.log(JSON.stringify(found))
