import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApi } from '../contract/openapi.ts'
import { environmentExample, withConfigurationTable } from './document-configuration.ts'

/** Files that are made from other files and committed, so that a change of what they say is seen in review. */
export interface GeneratedFile {
  path: string
  /** The whole content, the same on any machine. `committed` is what is there now, empty when nothing is. */
  make(committed: string): string | Promise<string>
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const generatedFiles: readonly GeneratedFile[] = [
  { path: '.env.example', make: environmentExample },
  { path: 'README.md', make: withConfigurationTable },
  { path: 'api/openapi.json', make: () => `${JSON.stringify(openApi(), null, 2)}\n` },
]

export async function compareWithCommitted(file: GeneratedFile): Promise<{ made: string; isSame: boolean }> {
  const committed = readIfThere(join(root, file.path))
  const made = await file.make(committed)
  return { made, isSame: made === committed }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
