import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** IFC files of the folder that `--models=FOLDER` names, in the order of their names. */
export async function givenModels(): Promise<string[]> {
  const folder = process.argv.find((argument) => argument.startsWith('--models='))?.slice('--models='.length)
  if (!folder) return []
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith('.ifc'))
    .sort()
    .map((name) => join(folder, name))
}

export const nameOf = (path: string): string => basename(path, '.ifc')
