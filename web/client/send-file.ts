import { writeHeaders } from '../api.ts'
import { offlineProblem, problemFrom } from './problem.ts'

/**
 * Posts a file as it is and resolves with the server's reply. By XMLHttpRequest: fetch does not tell how far an upload is.
 * @param onProgress share of the bytes sent, 0 to 1
 * @throws ApiProblem (code `offline` without an answer), or the signal's reason
 */
export function sendFile<Reply>(
  address: string,
  file: File,
  { onProgress, signal }: { onProgress(share: number): void; signal?: AbortSignal },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText))
        : void problemFrom(request.status, request.responseText, request.statusText).then(reject)
    request.onerror = () => reject(offlineProblem())
    request.onabort = () => reject(signal?.reason)
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
