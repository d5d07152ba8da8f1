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

const deviceName = 'gate page'
const retryMs = 15_000
const mostInBatch = 100

/** A gate of a place: each scan is put into the queue first, then handed in; what no server hears stays there. */
export function useGate(placeId: number) {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState(() => readQueue(placeId).length)
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
  const handIn = async (): Promise<ScanResult[]> => {
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
    return results
  }
  const scanning = useMutation({
    mutationFn: async ({ token, direction }: Pick<QueuedScan, 'token' | 'direction'>): Promise<Verdict> => {
      const scan = { nonce: crypto.randomUUID(), token, direction, at: new Date().toISOString() }
      const before = readQueue(placeId)
      setWaiting(addToQueue(placeId, scan).length)
      try {
        const own = (await handIn()).find(({ nonce }) => nonce === scan.nonce)
        if (own) return { online: own }
      } catch (error) {
        // Refused, not unheard: nothing is kept that would be refused again.
        if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) {
          setWaiting(takeFromQueue(placeId, [scan.nonce]).length)
          throw error
        }
      }
      return { offline: judgeOffline(keptGateList(placeId), await hashOf(token), scan, before, Date.now()) }
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
  return { state, scanning, waiting }
}
