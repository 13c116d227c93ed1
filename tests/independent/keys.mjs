// Keys as docs/partner/README.md writes them: `ed25519:BASE64`, `sm2-sm3:BASE64`, `secret-` before
// the secret half. Ed25519 is Node's own, SM2 with SM3 that of sm-crypto-v2.
import crypto from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
// Without this identity in Z nobody else can check an SM2 signature (GM/T 0009).
const SM = { hash: true, der: false, userId: '1234567812345678' }

const ED25519 = {
  publicOf: (raw) => {
    const key = crypto.createPublicKey(privateKey(raw))
    return key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length)
  },
  sign: (raw, data) => crypto.sign(null, data, privateKey(raw)),
  verify: (raw, data, signature) => {
    const der = Buffer.concat([SPKI, raw])
    const key = crypto.createPublicKey({ key: der, format: 'der', type: 'spki' })
    return crypto.verify(null, data, key, signature)
  },
}

const SM2 = {
  publicOf: (raw) => Buffer.from(sm2.getPublicKeyFromPrivateKey(hex(raw)).slice(2), 'hex'),
  sign: (raw, data) => {
    const publicKey = '04' + hex(SM2.publicOf(raw))
    return Buffer.from(sm2.doSignature(bytes(data), hex(raw), { ...SM, publicKey }), 'hex')
  },
  verify: (raw, data, signature) =>
    sm2.doVerifySignature(bytes(data), hex(signature), '04' + hex(raw), SM),
}

const KINDS = { ed25519: ED25519, 'sm2-sm3': SM2 }

/** The public half: `{kind, id, verify(data, signature)}`. */
export function publicKey(text) {
  const { kind, raw } = read(text)
  return { kind, id: idOf(raw), verify: (data, signature) => KINDS[kind].verify(raw, data, signature) }
}

/** The secret half: `{kind, id, sign(data)}`; `id` is that of its public half. */
export function secretKey(text) {
  if (!text.startsWith('secret-')) throw new Error('not a secret key')
  const { kind, raw } = read(text.slice('secret-'.length))
  return { kind, id: idOf(KINDS[kind].publicOf(raw)), sign: (data) => KINDS[kind].sign(raw, data) }
}

function read(text) {
  const [kind, value] = text.trim().split(':')
  if (!(kind in KINDS)) throw new Error(`no such kind of key: ${kind}`)
  return { kind, raw: Buffer.from(value, 'base64') }
}

function idOf(raw) {
  return crypto.createHash('sha256').update(raw).digest('hex').slice(0, 16)
}

function privateKey(raw) {
  return crypto.createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' })
}

const hex = (data) => Buffer.from(data).toString('hex')
const bytes = (data) => new Uint8Array(data)
