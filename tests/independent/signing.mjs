// HTTP messages signed and checked by either of two RFC 9421 packages of different authors.
// A request is `{method, url, headers, body}`, an answer `{status, headers, body}`; names of headers
// are in small letters.
import crypto from 'node:crypto'
import { createSignature, component, verifySignature } from 'http-message-sig'
import { httpbis } from 'http-message-signatures'

const LABEL = 'sig1'
const TAG = 'yiwang-handoff-1'
const LIFETIME = 300

const OF_REQUEST = [['@method'], ['@target-uri'], ['content-digest'], ['handoff-message-id']]
const OF_ANSWER = [
  ['@status'],
  ['content-digest'],
  ['@method', { req: true }],
  ['@target-uri', { req: true }],
  ['content-digest', { req: true }],
  ['signature', { req: true, key: LABEL }],
]

/** RFC 9530, of the bytes as they are sent. */
export function digestOf(body) {
  return `sha-256=:${crypto.createHash('sha256').update(body).digest('base64')}:`
}

function covered(always, body) {
  return body.length ? [...always, ['content-type']] : always
}

const cloudflare = {
  async sign(request, key, at) {
    const fields = await createSignature(described(request), {
      label: LABEL,
      components: covered(OF_REQUEST, request.body).map(([name]) => name),
      parameters: {
        created: at,
        expires: at + LIFETIME,
        nonce: crypto.randomUUID(),
        keyid: key.id,
        alg: key.kind,
        tag: TAG,
      },
      signer: { algorithm: key.kind, sign: (base) => new Uint8Array(key.sign(Buffer.from(base))) },
    })
    return { signature: fields.signature, 'signature-input': fields.signatureInput }
  },
  async verify(message, required, keys, now, request) {
    await verifySignature(request ? describedAnswer(message, request) : described(message), {
      label: LABEL,
      policy: {
        algorithms: Object.values(keys).map((key) => key.kind),
        requiredComponents: required.map(([name, parameters]) => component(name, parameters)),
        requiredParameters: ['created', 'expires', 'keyid', 'tag'],
        clockSkew: LIFETIME,
        now,
        validate: (found) => found.parameters.tag === TAG,
      },
      resolveVerifier: ({ parameters }) => ({
        algorithm: keys[parameters.keyid].kind,
        verify: (base, signature) =>
          keys[parameters.keyid].verify(Buffer.from(base), Buffer.from(signature)),
      }),
    })
  },
}

function described(request) {
  return {
    kind: 'request',
    method: request.method,
    targetUri: request.url,
    fields: fieldsOf(request.headers),
  }
}

function describedAnswer(answer, request) {
  return {
    kind: 'response',
    status: answer.status,
    fields: fieldsOf(answer.headers),
    request: described(request),
  }
}

function fieldsOf(headers) {
  return Object.entries(headers).map(([name, value]) => ({ name, value }))
}

const dhensby = {
  async sign(request, key, at) {
    const signed = await httpbis.signMessage(
      {
        key: { id: key.id, alg: key.kind, sign: async (base) => key.sign(base) },
        name: LABEL,
        params: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
        paramValues: {
          created: new Date(at * 1000),
          expires: new Date((at + LIFETIME) * 1000),
          nonce: crypto.randomUUID(),
          tag: TAG,
        },
        fields: covered(OF_REQUEST, request.body).map(([name]) => name),
      },
      request,
    )
    const { Signature: signature, 'Signature-Input': input } = signed.headers
    return { signature, 'signature-input': input }
  },
  async verify(message, required, keys, now, request) {
    // `requiredFields` of the package knows no `;req`.
    const input = message.headers['signature-input'] ?? ''
    const components = input.slice(input.indexOf('(') + 1, input.indexOf(')')).split(' ')
    const lacking = required.map((one) => written(...one)).filter((one) => !components.includes(one))
    if (lacking.length) throw new Error(`not covered: ${lacking}`)
    const isGood = await httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) => keys[keyid] && verifier(keys[keyid]),
        requiredParams: ['created', 'expires', 'keyid', 'tag'],
        tolerance: LIFETIME,
        notAfter: now + LIFETIME,
        all: true,
      },
      message,
      request,
    )
    if (!isGood || !input.includes(`;tag="${TAG}"`)) throw new Error('not signed so')
  },
}

function written(name, { req, key } = {}) {
  return `"${name}"${req ? ';req' : ''}${key ? `;key="${key}"` : ''}`
}

function verifier(key) {
  return { algs: [key.kind], verify: async (base, signature) => key.verify(base, signature) }
}

const PACKAGES = { dhensby, cloudflare }

/** Adds the headers of digest and signature. `at`: seconds since 1970. */
export async function sign(name, request, key, at) {
  request.headers['content-digest'] = digestOf(request.body)
  Object.assign(request.headers, await PACKAGES[name].sign(request, key, at))
}

/** Throws for a message that none of `keys` (by id) signed; an answer, for this very `request`. */
export async function verify(name, message, keys, now, request) {
  if (message.headers['content-digest'] !== digestOf(message.body)) throw new Error('another digest')
  const always = request ? OF_ANSWER : OF_REQUEST
  await PACKAGES[name].verify(message, covered(always, message.body), keys, now, request)
}
