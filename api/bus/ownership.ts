/** Who keeps a place changed: told by the module of owners in the transaction of the act, kept as grants by the module of people. */
declare module './bus.ts' {
  interface Notices {
    'ownership.given': Ownership
    'ownership.ended': Ownership
  }
}

export interface Ownership {
  placeId: number
  personId: string
  /** Who did it; null is the program, after a notice. */
  by: string | null
}
