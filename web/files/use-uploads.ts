import { useRef, useState } from 'react'
import type { FileKind } from '../../api/contract/file-kinds.ts'
import type { FileRecord } from '../../api/contract/files.ts'
import { ApiProblem } from '../client/problem.ts'
import { uploadFile } from './upload-file.ts'

export interface UploadItem {
  key: number
  kind: FileKind
  file: File
  share: number
  state: 'waiting' | 'sending' | 'failed'
  problem: ApiProblem | null
}

/** A queue of uploads of a place, one after another. What is done leaves it; what failed stays until retried or dismissed. */
export function useUploads(placeId: number, onDone: (file: FileRecord) => void) {
  const [items, setItems] = useState<UploadItem[]>([])
  const tail = useRef<Promise<void>>(Promise.resolve())
  const stops = useRef(new Map<number, AbortController>())
  const nextKey = useRef(1)
  const change = (key: number, more: Partial<UploadItem>) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...more } : item)))
  const remove = (key: number) => setItems((before) => before.filter((item) => item.key !== key))

  const enqueue = (item: UploadItem) => {
    const stop = new AbortController()
    stops.current.set(item.key, stop)
    tail.current = tail.current.then(async () => {
      if (stop.signal.aborted) return remove(item.key)
      change(item.key, { state: 'sending', share: 0, problem: null })
      const onProgress = (share: number) => change(item.key, { share })
      try {
        const record = await uploadFile({ placeId, kind: item.kind, file: item.file, onProgress, signal: stop.signal })
        remove(item.key)
        onDone(record)
      } catch (error) {
        if (stop.signal.aborted) return remove(item.key)
        const problem =
          error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'unknown', detail: String(error) })
        change(item.key, { state: 'failed', problem })
      }
    })
  }

  return {
    items,
    add(kind: FileKind, files: readonly File[]) {
      const added = files.map((file) => {
        return { key: nextKey.current++, kind, file, share: 0, state: 'waiting' as const, problem: null }
      })
      setItems((before) => [...before, ...added])
      for (const item of added) enqueue(item)
    },
    retry(item: UploadItem) {
      change(item.key, { state: 'waiting', problem: null })
      enqueue(item)
    },
    cancel(key: number) {
      stops.current.get(key)?.abort(new Error('cancelled'))
      remove(key)
    },
  }
}

export type Uploads = ReturnType<typeof useUploads>
