import type { CancellationStep } from './offer.ts'

/**
 * What a cancelled cell gives back, in whole fen, never more than is left of what was paid: the best step whose notice is kept. Without steps, and
 * after the start, nothing.
 */
export function refundOf(
  { priceFen, refundedFen = 0, start }: { priceFen: number; refundedFen?: number; start: Date },
  steps: readonly CancellationStep[],
  at: Date,
): number {
  const minutesLeft = (start.getTime() - at.getTime()) / 60_000
  if (minutesLeft <= 0) return 0
  const percent = steps
    .filter(({ untilMinutes }) => minutesLeft >= untilMinutes)
    .reduce((best, { refundPercent }) => Math.max(best, refundPercent), 0)
  return Math.min(priceFen - refundedFen, Math.floor((priceFen * Math.min(100, percent)) / 100))
}
