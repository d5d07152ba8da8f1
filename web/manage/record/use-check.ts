import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DraftChanges } from '../../../api/contract/drafts.ts'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useDebounced } from '../../ui/use-debounced.ts'

/** What the server finds wrong or doubtful about the changes, by field; asked again when typing rests. */
export interface Doubts {
  of(field: string): { error?: string; warnings: string[] }
  /** Faults that belong to no field of the form. */
  problem: string | null
  reply: ReplyOf<'checkChanges'> | undefined
}

const restMs = 700

export function useCheck(placeId: number, changes: DraftChanges): Doubts {
  const { language } = useText()
  const rested = useDebounced(changes, restMs)
  const check = useQuery({
    queryKey: ['check', placeId, rested],
    queryFn: ({ signal }) => call('checkChanges', { params: { id: placeId }, body: { changes: rested }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  })
  const refused = check.error instanceof ApiProblem ? check.error : null
  const problem = refused ? { detail: refused.message, faults: refused.faults } : (check.data?.problem ?? null)
  const faults = problem?.faults ?? []
  const warnings = check.data?.warnings ?? []
  return {
    reply: check.data,
    problem: problem && faults.length === 0 ? problem.detail : null,
    of: (field) => {
      const fault = faults.find(({ path }) => nameOf(path) === field)
      return {
        ...(fault ? { error: fault.message } : {}),
        warnings: warnings
          .filter((warning) => warning.field === field)
          .map((warning) => (language === 'en' ? warning.messageEn : warning.messageZh)),
      }
    },
  }
}

const nameOf = (path: string): string => path.replace(/^body\.changes\./, '')
