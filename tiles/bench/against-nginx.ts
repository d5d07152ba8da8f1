import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../api/cli/private-postgres.ts'
import { interleave } from '../../bench/context.ts'

/** Requests a second of both on the same gzipped bodies, in rounds; wrk asks both, because a client in node is slower than nginx. */
export async function againstNginx(
  programs: { nginx: string; wrk: string },
  ours: { url: string; paths: readonly string[] },
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<{ own: number[]; raw: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-nginx-'))
  // nginx's workers may run as another user.
  await chmod(folder, 0o755)
  try {
    const paths = await saveBodies(ours, join(folder, 'root'))
    const script = join(folder, 'paths.lua')
    await writeFile(script, wrkScript(paths))
    const nginx = await startNginx(programs.nginx, folder, paths[0]!)
    try {
      const rate = (url: string) => wrkRate(programs.wrk, { url, script, seconds })
      return await interleave(rounds, { own: () => rate(ours.url), raw: () => rate(nginx.url) })
    } finally {
      await nginx.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Our gzipped answers as files; those too small to be compressed are left out for both. */
async function saveBodies({ url, paths }: { url: string; paths: readonly string[] }, root: string): Promise<string[]> {
  const saved: string[] = []
  for (const path of paths) {
    const { body, encoding } = await travelling(url + path, 'gzip')
    if (encoding !== 'gzip') continue
    const file = join(root, `${path}.gz`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, body)
    saved.push(path)
  }
  return saved
}

/** The bytes as they travel: fetch would unpack them. */
export async function travelling(
  url: string,
  coding: 'gzip' | 'br',
): Promise<{ body: Buffer; encoding: string | undefined }> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': coding } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ body: Buffer.concat(chunks), encoding: response.headers['content-encoding'] }))
    }).on('error', reject)
  })
}

const wrkScript = (paths: readonly string[]) => `
local paths = { ${paths.map((path) => `"${path}"`).join(', ')} }
local i = 0
wrk.headers["Accept-Encoding"] = "gzip"
request = function()
  i = i % #paths + 1
  return wrk.format("GET", paths[i])
end`

async function wrkRate(wrk: string, { url, script, seconds }: { url: string; script: string; seconds: number }) {
  const { stdout } = await promisify(execFile)(wrk, ['-t1', '-c16', `-d${seconds}`, '-s', script, url])
  if (/Non-2xx/.test(stdout)) throw new Error(`wrk was answered with errors by ${url}:\n${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1])
}

async function startNginx(nginx: string, folder: string, path: string) {
  const port = await freePort()
  const settings = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  await writeFile(
    settings,
    `worker_processes auto;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=10000;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root ${folder}/root;
    location / {
      gzip_static always;
      default_type application/vnd.mapbox-vector-tile;
      add_header Cache-Control "public, max-age=0, must-revalidate";
      add_header Access-Control-Allow-Origin *;
    }
  }
}
`,
  )
  const child = spawn(nginx, ['-c', settings, '-p', folder], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGQUIT')
    await gone
  }
  for (let tries = 0; tries < 50; tries++) {
    const answer = await fetch(url + path, { headers: { 'accept-encoding': 'gzip' } }).catch(() => null)
    if (answer?.ok) return { url, stop }
    await pause(100)
  }
  await stop()
  throw new Error('nginx did not serve the tiles within 5 s')
}
