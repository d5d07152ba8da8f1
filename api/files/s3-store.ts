import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { ContentMissing, contentKey, type FileStore, type StoredContent } from './store.ts'

export interface S3Address {
  bucket: string
  /** '' or ending in a slash. */
  prefix: string
  /** Another service than Amazon's; buckets are then a part of the path. */
  endpoint: string | undefined
  region: string
}

/** `s3://bucket/prefix?endpoint=https://…&region=…` */
export function readS3Address(text: string): S3Address {
  const url = new URL(text)
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  return {
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint: url.searchParams.get('endpoint') ?? undefined,
    region: url.searchParams.get('region') ?? 'us-east-1',
  }
}

const partBytes = 8 * 1024 * 1024

export interface S3Options {
  address: S3Address
  credentials: { accessKeyId: string; secretAccessKey: string }
  incoming: string
}

/** An S3-compatible bucket. Files go up in parts of 8 MB, two at a time; a range is asked of the service itself. */
export function openS3Store({ address, credentials, incoming }: S3Options): FileStore {
  const { bucket: Bucket, prefix, endpoint, region } = address
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Other services than Amazon's do not all know the newer checksums; the key is the content's SHA-256 anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 32 }), connectionTimeout: 5_000 },
  })
  const keyOf = (sha256: string) => prefix + contentKey(sha256)
  return {
    incoming,
    async keep(path, sha256) {
      const params = { Bucket, Key: keyOf(sha256), Body: createReadStream(path, { highWaterMark: 1024 * 1024 }) }
      await new Upload({ client, params, partSize: partBytes, queueSize: 2 }).done()
      await rm(path, { force: true })
    },
    async read(sha256, range) {
      const Range = range ? `bytes=${range.start}-${range.end}` : undefined
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256), Range }))
        return Body as Readable
      } catch (error) {
        throw isMissing(error) ? new ContentMissing(sha256) : error
      }
    },
    async has(sha256) {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(sha256) }))
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
    async delete(sha256) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(sha256) }))
    },
    list: () => contentIn(client, Bucket, prefix),
    close: () => client.destroy(),
  }
}

async function* contentIn(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<StoredContent> {
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }))
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
      const sha256 = Key.split('/').at(-1) ?? ''
      if (/^[0-9a-f]{64}$/.test(sha256)) yield { sha256, bytes: Size, storedAt: LastModified ?? new Date() }
    }
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
}

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404
}
