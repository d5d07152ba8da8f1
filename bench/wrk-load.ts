import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LoadOptions } from './http-load.ts'

/** Enough that no round asks the same twice. */
const paths = 50_000

/** The same load by wrk, which takes a tenth of the processor that a client in JavaScript takes. Any answer but 200 ends the bench. */
export async function wrkLoad(wrk: string, { url, connections, seconds, nextPath }: LoadOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-wrk-'))
  try {
    const script = join(folder, 'load.lua')
    await writeFile(join(folder, 'paths'), Array.from({ length: paths }, () => `${nextPath()}\n`).join(''))
    await writeFile(
      script,
      `local paths, n = {}, 0
for line in io.lines("${join(folder, 'paths')}") do paths[#paths + 1] = line end
request = function()
  n = n % #paths + 1
  return wrk.format("GET", paths[n])
end
done = function(summary, latency)
  local errors = summary.errors
  print(string.format("figures %d %d %d %d", summary.requests, summary.duration, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`,
    )
    const { stdout } = await promisify(execFile)(wrk, ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url])
    const [requests, microseconds, p99, faults] = /figures (\d+) (\d+) (\d+) (\d+)/.exec(stdout)!.slice(1).map(Number)
    if (faults !== 0) throw new Error(`${faults} of ${requests} requests were not answered by 200:\n${stdout}`)
    return { requestsPerSecond: requests! / (microseconds! / 1e6), p99Ms: p99! / 1000 }
  } finally {
    await rm(folder, { recursive: true })
  }
}
