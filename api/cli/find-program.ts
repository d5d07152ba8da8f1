import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Full path of a program in PATH or `moreFolders`; null when this machine has none of these names. */
export function findProgram(names: readonly string[], moreFolders: readonly string[] = []): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...moreFolders]
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find(isExecutable) ?? null
}

/** The Chromium of the browser tests: CHROMIUM_PATH, else what is installed under its usual names. */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM_PATH
  if (given) return isExecutable(given) ? given : null
  return findProgram(
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    ['/usr/bin', '/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'],
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
