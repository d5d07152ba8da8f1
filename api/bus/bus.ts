import type { Knex } from 'knex'

/**
 * Notices and questions between modules, so that none imports another. Modules add their own by declaration merging:
 * `declare module '../../bus/bus.ts' { interface Notices { 'place.saved': {…} } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Notices {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Questions {}

type Question<K extends keyof Questions> = Questions[K] extends { question: infer Q; answer: infer A }
  ? { q: Q; a: A }
  : never

export interface Bus {
  /** Runs the listeners in the order they were added, inside the teller's transaction; one that fails fails it. */
  tell<K extends keyof Notices>(trx: Knex.Transaction, name: K, notice: Notices[K]): Promise<void>
  on<K extends keyof Notices>(name: K, listener: (trx: Knex.Transaction, notice: Notices[K]) => Promise<void>): void
  /** Gathers every answer; the asker adds them up. */
  ask<K extends keyof Questions>(name: K, question: Question<K>['q']): Promise<Question<K>['a'][]>
  answer<K extends keyof Questions>(name: K, answerer: (question: Question<K>['q']) => Promise<Question<K>['a']>): void
}

export function createBus(): Bus {
  const listeners = new Map<string, ((trx: Knex.Transaction, notice: never) => Promise<void>)[]>()
  const answerers = new Map<string, ((question: never) => Promise<unknown>)[]>()
  const addTo = <T>(map: Map<string, T[]>, name: string, item: T) => map.set(name, [...(map.get(name) ?? []), item])
  return {
    async tell(trx, name, notice) {
      for (const listener of listeners.get(name as string) ?? []) await listener(trx, notice as never)
    },
    on(name, listener) {
      addTo(listeners, name as string, listener as (trx: Knex.Transaction, notice: never) => Promise<void>)
    },
    async ask(name, question) {
      return (await Promise.all(
        (answerers.get(name as string) ?? []).map((answerer) => answerer(question as never)),
      )) as never
    },
    answer(name, answerer) {
      addTo(answerers, name as string, answerer as (question: never) => Promise<unknown>)
    },
  }
}
