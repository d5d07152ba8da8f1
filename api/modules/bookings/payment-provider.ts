/** What a way to pay through somebody else must be able to do. */
export interface PaymentProvider {
  name: string
  /** Makes the charge there; begun again it is the same charge. Returns where the person pays. */
  begin(payment: {
    id: string
    amountFen: number
    returnPath: string
    clientAddress: string
  }): Promise<{ payPath: string }>
  /** Checks that a callback is the provider's own. @throws 403 signature-wrong */
  readCallback(event: string, signature: string): Promise<ProviderEvent>
  /** Gives money back and says when; the same refund again is given once. */
  refund(refund: { id: string; paymentId: string; amountFen: number; totalFen: number }): Promise<{ at: string }>
  /** What the provider did on a local day, by its own books; null where it has none that a program can read. */
  bill(day: string): Promise<BillLine[] | null>
}

export interface ProviderEvent {
  /** The same event told twice has the same id. */
  eventId: string
  paymentId: string
  kind: 'paid' | 'failed'
  amountFen: number
  /** By the provider’s clock, so that both bills count it on the same day. */
  at: string
}

export interface BillLine {
  kind: 'payment' | 'refund'
  /** Our id of the payment or refund. */
  reference: string
  amountFen: number
}

/** Paying at the venue passes through nobody: the booking is confirmed and the money is due there. */
export const atVenue = 'at-venue'
