// Hands one case over to another city and reads what becomes of it, until it is `checked`.
//
//   node partner.mjs PACKAGE URL --key FILE --theirs introduction.json --case case.json
//
// PACKAGE is `dhensby` (http-message-signatures) or `cloudflare` (http-message-sig). `case.json` has
// the members of a case message, and beside them what is sealed, the material and our own port:
// {agreement, item, mode, region_code, from_region_code, situation, applicant, form,
//  material: {key, media_type, file}, port}. What happened is printed, a JSON object per line.
import crypto from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Encrypter } from 'age-encryption'
import { publicKey, secretKey } from './keys.mjs'
import { sign, verify } from './signing.mjs'

const DOORS = '/partner/v1'
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    theirs: { type: 'string' },
    case: { type: 'string' },
    patience: { type: 'string', default: '60' },
  },
})
const [packageName, url] = positionals
const own = secretKey(fs.readFileSync(values.key, 'utf8'))
const theirs = JSON.parse(fs.readFileSync(values.theirs, 'utf8'))
const signing = publicKey(theirs.signing_key)
const keys = { [signing.id]: signing }
const order = JSON.parse(fs.readFileSync(values.case, 'utf8'))

const now = () => Math.floor(Date.now() / 1000)
const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex')
const tell = (said) => console.log(JSON.stringify(said))

/** The answer to one signed request, once its own signature was checked against this request. */
async function ask(method, door, body = Buffer.alloc(0), messageId = crypto.randomUUID()) {
  const headers = { 'handoff-message-id': messageId }
  if (body.length) headers['content-type'] = 'application/json'
  const request = { method, url: url + DOORS + door, headers, body }
  await sign(packageName, request, own, now())
  const answer = await sent(request)
  await verify(packageName, answer, keys, now(), request)
  return answer
}

function sent({ method, url, headers, body }) {
  return new Promise((resolve, reject) => {
    const asked = http.request(url, { method, headers }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** What a receipt says, once its own signature was checked. */
function opened({ receipt, key_id: keyId, algorithm, signature }) {
  const said = Buffer.from(receipt, 'base64')
  const signed = Buffer.concat([Buffer.from('yiwang-receipt/1\n'), said])
  const key = keys[keyId]
  if (!key || key.kind !== algorithm || !key.verify(signed, Buffer.from(signature, 'base64')))
    throw new Error('the receipt is not signed so')
  return JSON.parse(said)
}

async function seal(plain) {
  const age = new Encrypter()
  age.addRecipient(theirs.encryption_key)
  return Buffer.from(await age.encrypt(JSON.stringify(plain))).toString('base64')
}

/** The page of the material, at an address of ours from which they fetch it. */
async function serve({ key, media_type: mediaType, file }) {
  const content = fs.readFileSync(path.resolve(path.dirname(values.case), file))
  const pages = http.createServer((asked, answer) => {
    answer.writeHead(200, { 'Content-Type': mediaType, 'Content-Length': content.length })
    answer.end(content)
  })
  await new Promise((resolve) => pages.listen(order.port ?? 0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${pages.address().port}/${sha256(content)}`
  const told = { key, page: 1, media_type: mediaType, size: content.length }
  return { pages, material: { ...told, sha256: sha256(content), url: address } }
}

async function caseMessage(handoffId, material) {
  const today = new Date()
  return {
    version: '1',
    kind: 'case',
    handoff_id: handoffId,
    agreement: order.agreement,
    item: order.item,
    mode: order.mode,
    region_code: order.region_code,
    from_region_code: order.from_region_code,
    taken_number: `${order.from_region_code}-${handoffId.slice(0, 8)}`,
    taken_at: today.toISOString(),
    identity: { level: 3, means: 'identity_service', on: today.toISOString().slice(0, 10) },
    situation: order.situation ?? {},
    materials: [material],
    sealed: await seal({ applicant: order.applicant, form: order.form ?? {}, post_to: null }),
  }
}

async function handOver(handoffId, material) {
  const body = Buffer.from(JSON.stringify(await caseMessage(handoffId, material)))
  const messageId = crypto.randomUUID()
  const answer = await ask('POST', '/messages', body, messageId)
  tell({ status: answer.status })
  const receipt = opened(JSON.parse(answer.body))
  tell({ receipt })
  if (answer.status !== 202 || receipt.request_digest !== sha256(body))
    throw new Error('they did not take it')
  const again = await ask('POST', '/messages', body, messageId)
  if (!again.body.equals(answer.body)) throw new Error('another receipt at the repetition')
  tell({ repeated: again.status })
  return sha256(body)
}

/** The events one after the other, until one says that it became a case there, or that it did not. */
async function follow(handoffId, digest) {
  const until = Date.now() + 1000 * Number(values.patience)
  for (let after = 0; Date.now() < until; ) {
    const page = JSON.parse((await ask('GET', `/handoffs/${handoffId}/events?after=${after}`)).body)
    for (const event of page.events) {
      if (event.sequence !== after + 1) throw new Error('a gap in the events')
      after = event.sequence
      const receipt = event.receipt && opened(event.receipt)
      if (receipt && receipt.request_digest !== digest) throw new Error('a receipt of another case')
      tell({ event: event.event, case_number: event.case_number, receipt })
      if (event.event === 'checked') return
      if (event.event === 'returned') throw new Error(`returned: ${event.facts.codes}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('not checked in time')
}

const profile = JSON.parse((await ask('GET', '/profile')).body)
for (const one of profile.signing_keys) keys[one.key_id] = publicKey(one.public_key)
tell({ profile: profile.name })
const { pages, material } = await serve(order.material)
try {
  const handoffId = crypto.randomUUID()
  await follow(handoffId, await handOver(handoffId, material))
} finally {
  pages.close()
}
