import { useEffect, useRef, useState } from 'react'
import { openFile } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { saveBlob } from './save-blob.ts'

export interface Download {
  /** Null while none is under way. */
  receivedBytes: number | null
  problem: string | null
  start(address: string): void
  cancel(): void
}

/** So often the count is shown, so that a fast file does not draw the page anew for each piece. */
const showEveryMs = 200
/** Pieces are put together at this size: the browser keeps large blobs out of the page's memory. */
const blobBytes = 16e6

/**
 * Fetches a file whose length nobody knows yet and hands it to the browser as a download when it is whole. A link would show the
 * visitor a refusal as a page of JSON, and nothing of a long wait.
 */
export function useDownload(onSaved: () => void): Download {
  const [receivedBytes, setReceivedBytes] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function run(address: string, controller: AbortController): Promise<void> {
    setProblem(null)
    setReceivedBytes(0)
    try {
      const { body, name, type } = await openFile(address, controller.signal)
      saveBlob(await gather(body, type, setReceivedBytes), name)
      onSaved()
    } catch (error) {
      if (!controller.signal.aborted)
        setProblem(error instanceof ApiProblem || error instanceof Error ? error.message : String(error))
    } finally {
      setReceivedBytes(null)
      running.current = null
    }
  }

  return {
    receivedBytes,
    problem,
    start(address) {
      if (running.current) return
      running.current = new AbortController()
      void run(address, running.current)
    },
    cancel: () => running.current?.abort(),
  }
}

async function gather(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  type: string,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  const blobs: Blob[] = []
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let [bytes, inPieces, shownAt] = [0, 0, 0]
  const reader = body.getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value)
    bytes += piece.value.length
    inPieces += piece.value.length
    if (inPieces >= blobBytes) {
      blobs.push(new Blob(pieces))
      pieces = []
      inPieces = 0
    }
    if (performance.now() - shownAt > showEveryMs) {
      shownAt = performance.now()
      onBytes(bytes)
    }
  }
  return new Blob([...blobs, ...pieces], { type })
}
