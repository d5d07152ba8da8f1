import { createHash, createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A test double of an S3 service on the level of its protocol: path-style addresses, signatures of version 4 checked as a service
 * does (canonical request, scope, payload hash), multipart uploads with their minimum part size, ranges, listing in pages.
 */
export interface S3Double {
  url: string
  objects: Map<string, Buffer>
  /** Requests by what they were, such as `PUT part`. */
  seen: string[]
  close(): Promise<void>
}

export const s3Keys = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-key' }
const leastPartBytes = 5 * 1024 * 1024

export async function startS3Double(bucket: string, pageKeys = 2): Promise<S3Double> {
  const objects = new Map<string, Buffer>()
  const uploads = new Map<string, Map<number, Buffer>>()
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const url = new URL(request.url!, 'http://double')
    const fault = signatureFault(request, url, body)
    if (fault) return refuse(response, 403, fault)
    const [, given, ...rest] = url.pathname.split('/')
    if (given !== bucket) return refuse(response, 404, 'NoSuchBucket')
    answer(request, response, { key: decodeURIComponent(rest.join('/')), url, body })
  })

  function answer(request: IncomingMessage, response: ServerResponse, { key, url, body }: Asked): unknown {
    const query = url.searchParams
    const uploadId = query.get('uploadId')
    const operation = `${request.method} ${query.has('uploads') ? 'begin' : query.has('partNumber') ? 'part' : uploadId ? 'complete' : key === '' ? 'list' : 'object'}`
    seen.push(operation)
    if (operation === 'POST begin') {
      const id = randomUUID()
      uploads.set(id, new Map())
      return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
    }
    if (operation === 'PUT part') {
      uploads.get(uploadId!)!.set(Number(query.get('partNumber')), body)
      response.setHeader('ETag', `"${md5(body)}"`)
      return response.end()
    }
    if (operation === 'POST complete') return complete(response, key, uploadId!)
    if (operation === 'PUT object') {
      objects.set(key, body)
      response.setHeader('ETag', `"${md5(body)}"`)
      return response.end()
    }
    if (operation === 'GET list') return listed(response, query)
    if (request.method === 'DELETE') {
      objects.delete(key)
      return response.writeHead(204).end()
    }
    send(request, response, objects.get(key))
  }

  function complete(response: ServerResponse, key: string, uploadId: string): unknown {
    const parts = [...uploads.get(uploadId)!].sort(([a], [b]) => a - b).map(([, part]) => part)
    if (parts.slice(0, -1).some((part) => part.length < leastPartBytes)) return refuse(response, 400, 'EntityTooSmall')
    objects.set(key, Buffer.concat(parts))
    uploads.delete(uploadId)
    xml(response, `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>`)
  }

  function listed(response: ServerResponse, query: URLSearchParams): void {
    const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort()
    const start = Number(query.get('continuation-token') ?? 0)
    const page = keys.slice(start, start + pageKeys)
    const more = start + pageKeys < keys.length
    const items = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`,
    )
    xml(
      response,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${start + pageKeys}</NextContinuationToken>` : ''}${items.join('')}</ListBucketResult>`,
    )
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Asked {
  key: string
  url: URL
  body: Buffer
}

function send(request: IncomingMessage, response: ServerResponse, object: Buffer | undefined): void {
  if (!object) {
    refuse(response, 404, 'NoSuchKey')
    return
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  const part = range ? object.subarray(Number(range[1]), Number(range[2]) + 1) : object
  response.writeHead(range ? 206 : 200, { 'Content-Length': part.length, ETag: `"${md5(object)}"` })
  response.end(request.method === 'HEAD' ? undefined : part)
}

/** What a service finds wrong with a request's signature; null when it is right. */
function signatureFault(request: IncomingMessage, url: URL, body: Buffer): string | null {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!found) return 'AccessDenied'
  const [, accessKey, day, region, signedHeaders, signature] = found as unknown as string[]
  if (accessKey !== s3Keys.accessKeyId) return 'InvalidAccessKeyId'
  const payload = String(request.headers['x-amz-content-sha256'])
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const query = [...url.searchParams].map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`).sort()
  const headers = signedHeaders!.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), signedHeaders, payload].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = [day!, region!, 's3', 'aws4_request'].reduce<Buffer | string>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${s3Keys.secretAccessKey}`,
  )
  return createHmac('sha256', key).update(text).digest('hex') === signature ? null : 'SignatureDoesNotMatch'
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex')
const uriEncode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function xml(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'Content-Type': 'application/xml' }).end(`<?xml version="1.0"?>${text}`)
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}
