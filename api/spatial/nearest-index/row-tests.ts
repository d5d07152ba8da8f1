import type { PlaceFilter } from '../../contract/place-filter.ts'
import { regionRange } from '../filter.ts'
import type { Clock } from '../open-clock.ts'
import type { CodedColumn } from './coded-column.ts'
import { type OpenState, stateOf } from './hours.ts'
import { bitOf, type RowStore } from './row-store.ts'

/** States by code of hours, each worked out when it is first asked for: thousands of places share the same hours. */
export type OpenStates = (code: number) => OpenState

export function openStatesAt({ hours }: RowStore, clock: Clock): OpenStates {
  const states: OpenState[] = []
  return (code) => (states[code] ??= stateOf(hours.values[code]!, clock))
}

/** Null where nobody knows; what is not in operation is not open. */
export function openOf(store: RowStore, row: number, states: OpenStates | null): boolean | null {
  if (states === null) return null
  return store.status.value(row) === 'open' ? states(store.hours.codes[row]!).open : false
}

export interface RowTests {
  passes: (row: number) => boolean
  marks: [number, number, number]
}

export interface Filtering {
  filter: PlaceFilter
  /** Open or not by the code of the hours; null for a layer without hours. */
  openNow: OpenStates | null
  openAt: OpenStates | null
}

/** The filters over the columns of one store; null when no row can pass. */
export function testsOf(store: RowStore, { filter, openNow, openAt }: Filtering): RowTests | null {
  const codes: { column: CodedColumn<unknown>; allowed: Uint8Array }[] = []
  let none = false
  const marks: [number, number, number] = [0, 0, 0]
  const test = <Value>(column: CodedColumn<Value>, passes: (value: Value) => boolean, word = -1) => {
    const allowed = column.allowed(passes)
    if (allowed === null) none = true
    else {
      codes.push({ column, allowed })
      if (word >= 0) for (let code = 0; code < allowed.length; code++) if (allowed[code]) marks[word]! |= bitOf(code)
    }
  }
  const { region, type, sport, status, fee, minRating } = filter
  if (region) {
    const [low, high] = regionRange(region)
    test(store.region, (code) => code >= low && code <= high, 0)
  }
  if (type) test(store.type, (one) => type.includes(one), 1)
  if (sport) test(store.sports, (some) => some.some((one) => sport.includes(one)), 2)
  if (status) test(store.status, (one) => (status as string[]).includes(one))
  if (fee) test(store.fee, (one) => (fee as string[]).includes(one))
  if (minRating !== undefined) test(store.rating, (one) => one !== null && one >= minRating)
  for (const states of [filter.openNow && openNow, filter.openAt && openAt]) {
    if (!states) continue
    test(store.status, (one) => one === 'open')
    const allowed = Uint8Array.from(store.hours.values, (_, code) =>
      Number(store.hours.counts[code]! > 0 && states(code).open === true),
    )
    if (!allowed.includes(1)) none = true
    codes.push({ column: store.hours, allowed })
  }
  if (none) return null
  const { accessible } = filter
  return {
    marks,
    passes(row) {
      for (let n = 0; n < codes.length; n++) {
        const { column, allowed } = codes[n]!
        if (allowed[column.codes[row]!] === 0) return false
      }
      return !accessible || store.isStepFree(row)
    },
  }
}
