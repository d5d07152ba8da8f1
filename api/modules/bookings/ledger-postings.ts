/**
 * What each event of money posts, as pure data. Positive is what is owed to the operator of the program (an asset: the provider
 * holds it), negative what it owes: to a person who has paid but has no booking yet, to a venue, as a refund not yet given.
 */

export type Account = 'person' | 'provider-clearing' | 'venue-payable' | 'refund' | 'subsidy'

export interface Posting {
  /** Happens once: the ledger knows it again. */
  key: string
  entries: readonly { account: Account; amountFen: number }[]
}

const between = (key: string, to: Account, from: Account, amountFen: number): Posting => ({
  key,
  entries:
    amountFen === 0
      ? []
      : [
          { account: to, amountFen },
          { account: from, amountFen: -amountFen },
        ],
})

export const postings = {
  /** The provider has the person's money. */
  received: (paymentId: string, amountFen: number) =>
    between(`payment:${paymentId}:received`, 'provider-clearing', 'person', amountFen),
  /** The money is for a booking: the venue shall have it. */
  earned: (paymentId: string, amountFen: number) =>
    between(`payment:${paymentId}:earned`, 'person', 'venue-payable', amountFen),
  /** A subsidy pays the venue what the person need not. */
  subsidised: (orderId: string, amountFen: number) =>
    between(`order:${orderId}:subsidised`, 'subsidy', 'venue-payable', amountFen),
  unsubsidised: (bookingId: number, amountFen: number) =>
    between(`booking:${bookingId}:unsubsidised`, 'venue-payable', 'subsidy', amountFen),
  /** A booking was cancelled: a part goes back. */
  owedBack: (refundId: string, amountFen: number) =>
    between(`refund:${refundId}:owed`, 'venue-payable', 'refund', amountFen),
  /** A payment found nothing to pay for. */
  owedBackWhole: (refundId: string, amountFen: number) =>
    between(`refund:${refundId}:owed`, 'person', 'refund', amountFen),
  /** The provider gave it back. */
  givenBack: (refundId: string, amountFen: number) =>
    between(`refund:${refundId}:done`, 'refund', 'provider-clearing', amountFen),
}
