import { describe, expect, it } from 'vitest'
import { bestReason, type Judged, judgeScan } from './gate-rules.ts'

const start = new Date('2026-11-26T02:00:00Z')
const booking: Judged = {
  placeId: 7,
  state: 'confirmed',
  start,
  end: new Date(start.getTime() + 3_600_000),
  earlyMinutes: 30,
  reentry: true,
  dueFen: 0,
  lastPassage: null,
}
const minutes = (count: number) => new Date(start.getTime() + count * 60_000)
const judge = (more: Partial<Judged> = {}, at = minutes(-10), direction: 'entry' | 'exit' = 'entry', placeId = 7) =>
  judgeScan({ ...booking, ...more }, { placeId, direction, at })

describe('a scan', () => {
  it('is good from half an hour before the start to the end', () => {
    expect([-31, -30, 59, 60].map((at) => judge({}, minutes(at)))).toEqual(['too-early', 'valid', 'valid', 'too-late'])
  })

  it('is refused by the state of its booking', () => {
    const reasons = (['held', 'expired', 'released', 'cancelled', 'moved', 'no-show'] as const).map((state) =>
      judge({ state }),
    )
    expect(reasons).toEqual(['unpaid', 'unpaid', 'unpaid', 'cancelled', 'revoked', 'valid'])
    expect(judge({ state: 'done' })).toBe('too-late')
    expect(judge({ dueFen: 6000 })).toBe('unpaid')
    expect(judge({}, minutes(0), 'entry', 8)).toBe('wrong-place')
  })

  it('lets back in who went out where that is allowed, and nobody in twice', () => {
    const inside = { state: 'checked-in', lastPassage: 'entry' } as const
    const outside = { state: 'checked-in', lastPassage: 'exit' } as const
    expect(judge(inside)).toBe('used')
    expect(judge(outside)).toBe('valid')
    expect(judge({ ...outside, reentry: false })).toBe('used')
    expect(judge(inside, minutes(90), 'exit')).toBe('valid')
    expect(judge(outside, minutes(90), 'exit')).toBe('used')
  })

  it('of a person with several bookings is decided by the one that lets in', () => {
    expect(bestReason(['cancelled', 'too-early', 'valid'])).toBe('valid')
    expect(bestReason(['cancelled', 'too-early'])).toBe('too-early')
    expect(bestReason([])).toBe('no-booking')
  })
})
