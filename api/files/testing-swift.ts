import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'

/** A real S3-compatible service of this host with one bucket. */
export interface S3Service {
  url: string
  stop(): Promise<void>
}

export const swiftKeys = { accessKeyId: 'venue:atlas', secretAccessKey: 'test-secret-key' }

/** The system's own Python, which Debian's packages are installed for. */
const python = '/usr/bin/python3'
const program = fileURLToPath(new URL('testing-swift.py', import.meta.url))

/** Whether OpenStack Swift is installed, and the folder of tests keeps the extended attributes that it needs. */
export function hasSwift(): boolean {
  const probe =
    'import os, sys, tempfile, swift.proxy.server\nwith tempfile.NamedTemporaryFile(dir=sys.argv[1]) as file: os.setxattr(file.name, "user.probe", b"")'
  return spawnSync(python, ['-c', probe, tmpdir()], { stdio: 'ignore' }).status === 0
}

/** OpenStack Swift with its S3 API over a folder. It ends with its standard input, so also when the test is killed. */
export async function startSwift(folder: string, bucket: string): Promise<S3Service> {
  mkdirSync(folder, { recursive: true })
  const child = spawn(python, [program, folder, swiftKeys.accessKeyId, swiftKeys.secretAccessKey], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => Promise.reject(new Error(`Swift ended with ${code} before it listened.`)))
  const [line] = (await Promise.race([once(child.stdout, 'data'), failed])) as [Buffer]
  const url = `http://127.0.0.1:${Number(line)}`
  const client = new S3Client({ region: 'us-east-1', credentials: swiftKeys, endpoint: url, forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
  return {
    url,
    async stop() {
      failed.catch(() => {})
      child.stdin.end()
      await ended
    },
  }
}
