import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DraftChanges } from '../../../api/contract/drafts.ts'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem, wordsOf } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useDebounced } from '../../ui/use-debounced.ts'
import { faultWords } from './fault-words.ts'

/** What the server finds wrong or doubtful about the changes, by field; asked again when typing rests. */
export interface Doubts {
  of(field: string): { error?: string; warnings: string[] }
  /** Faults that belong to no field of the form. */
  problem: string | null
  reply: ReplyOf<'checkChanges'> | undefined
}

const restMs = 700

export function useCheck(placeId: number, changes: DraftChanges): Doubts {
  const { t, language } = useText()
  const rested = useDebounced(changes, restMs)
  const check = useQuery({
    queryKey: ['check', placeId, rested],
    queryFn: async ({ signal }) => {
      const reply = await call('checkChanges', { params: { id: placeId }, body: { changes: rested }, signal })
      return { ...reply, words: reply.problem ? await wordsOf(reply.problem.code) : null }
    },
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  })
  const refused = check.error instanceof ApiProblem ? check.error : null
  const found = check.data?.problem
    ? { ...check.data.problem, detail: check.data.words ?? check.data.problem.detail }
    : null
  const problem = refused ? { detail: refused.message, faults: refused.faults } : found
  const faults = problem?.faults ?? []
  const warnings = check.data?.warnings ?? []
  return {
    reply: check.data,
    problem: problem && faults.length === 0 ? problem.detail : null,
    of: (field) => {
      const fault = faults.find(({ path }) => nameOf(path) === field)
      return {
        ...(fault ? { error: faultWords(fault.message, t) } : {}),
        warnings: warnings
          .filter((warning) => warning.field === field)
          .map((warning) => (language === 'en' ? warning.messageEn : warning.messageZh)),
      }
    },
  }
}

const nameOf = (path: string): string => path.replace(/^body\.changes\./, '')
