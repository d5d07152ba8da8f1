export interface Expiry {
  state: 'none' | 'expired' | 'soon' | 'valid'
  /** Whole days left, counting today; 0 when none. */
  days: number
}

const soonDays = 60

/** How long a document still counts on the local day of `now`; its last day counts. */
export function expiryOf(expiresOn: string | null, now: Date): Expiry {
  if (!expiresOn) return { state: 'none', days: 0 }
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const days = Math.round((Date.parse(expiresOn) - Date.parse(today)) / 86_400_000)
  if (days < 0) return { state: 'expired', days: 0 }
  return { state: days <= soonDays ? 'soon' : 'valid', days }
}
