import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import {
  addToQueue,
  hashOf,
  judgeOffline,
  keepGateList,
  keptGateList,
  type OfflineVerdict,
  type QueuedScan,
  readQueue,
  takeFromQueue,
} from './scan-queue.ts'

export type ScanResult = ReplyOf<'scanAtGate'>['results'][number]
export type Verdict = { online: ScanResult } | { offline: OfflineVerdict }

/** How scans of this page are told from those of devices. */
export const deviceName = 'gate page'
const retryMs = 15_000
const mostInBatch = 100
/** The longest code that is read; what is longer is none of ours, and must not keep the queue from being handed in. */
const longestCode = 200

/** What became of scans that were made without a network. */
export interface Late {
  count: number
  refused: (ScanResult & { at: string })[]
}

/** A gate of a place: each scan is put into the queue first, then handed in; what no server hears stays there. */
export function useGate(placeId: number) {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState(() => readQueue(placeId).length)
  const [late, setLate] = useState<Late | null>(null)
  const state = useQuery({
    queryKey: ['gate-state', placeId],
    queryFn: ({ signal }) => call('gateState', { params: { id: placeId }, signal }),
    refetchInterval: retryMs,
  })
  useQuery({
    queryKey: ['gate-list', placeId],
    queryFn: async ({ signal }) => {
      const list = await call('gateList', { params: { id: placeId }, signal })
      keepGateList(placeId, list)
      return list
    },
    refetchInterval: 4 * retryMs,
  })
  const handIn = async (now?: string): Promise<ScanResult[]> => {
    const scans = readQueue(placeId).slice(0, mostInBatch)
    if (scans.length === 0) return []
    const body = { device: deviceName, sentAt: new Date().toISOString(), scans }
    const { results } = await call('scanAtGate', { params: { id: placeId }, body })
    setWaiting(
      takeFromQueue(
        placeId,
        results.map(({ nonce }) => nonce),
      ).length,
    )
    void client.invalidateQueries({ queryKey: ['gate-state', placeId] })
    const before = results.filter(({ nonce }) => nonce !== now)
    if (before.length > 0) setLate((told) => addLate(told, before, scans))
    return results
  }
  const scanning = useMutation({
    mutationFn: async ({ token, direction }: Pick<QueuedScan, 'token' | 'direction'>): Promise<Verdict> => {
      const scan = {
        nonce: crypto.randomUUID(),
        token: token.slice(0, longestCode),
        direction,
        at: new Date().toISOString(),
      }
      const before = readQueue(placeId)
      setWaiting(addToQueue(placeId, scan).length)
      try {
        const own = (await handIn(scan.nonce)).find(({ nonce }) => nonce === scan.nonce)
        if (own) return { online: own }
      } catch (error) {
        // Refused, not unheard: nothing is kept that would be refused again. Who must sign in again keeps what they scanned.
        if (error instanceof ApiProblem && [400, 422].includes(error.status)) {
          setWaiting(takeFromQueue(placeId, [scan.nonce]).length)
          throw error
        }
      }
      return { offline: judgeOffline(keptGateList(placeId), await hashOf(scan.token), scan, before, Date.now()) }
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer a place
  useEffect(() => {
    const again = () => void handIn().catch(() => {})
    const timer = setInterval(again, retryMs)
    addEventListener('online', again)
    again()
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
    }
  }, [placeId])
  return { state, scanning, waiting, late, lateSeen: () => setLate(null) }
}

function addLate(told: Late | null, results: readonly ScanResult[], scans: readonly QueuedScan[]): Late {
  const refused = results
    .filter(({ admitted }) => !admitted)
    .map((result) => ({ ...result, at: scans.find(({ nonce }) => nonce === result.nonce)!.at }))
  return { count: (told?.count ?? 0) + results.length, refused: [...(told?.refused ?? []), ...refused] }
}
