import { saveBlob } from '../export/save-blob.ts'

/** Lets the reader keep a value as a file. */
export function saveJson(value: unknown, fileName: string): void {
  saveBlob(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }), fileName)
}
