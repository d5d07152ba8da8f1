/** What crosses between those who let people in, those who know when and for how much places are open, and those who count. */
declare module './bus.ts' {
  interface Notices {
    /** Somebody went through a gate: told by bookings in the transaction of the scan, counted by visits. */
    'gate.passed': GatePass
  }
  interface Questions {
    /** Published opening of a place by local days, and what else its record says of openness; null: no such place. */
    'published-opening': { question: { placeId: number; from: string; to: string }; answer: PublishedOpening | null }
    /** What bookable courts of a place cost whom; null: nothing can be booked there. */
    'booking-fees': { question: { placeId: number; day: string }; answer: BookingFees | null }
    /** Free public events and person-times of training in a span of days. Nobody answers until there are such modules. */
    'public-activities': {
      question: { placeId: number; from: string; to: string }
      answer: { freeEvents: number; trainingVisits: number } | null
    }
  }
}

export interface GatePass {
  placeId: number
  /** Rises with every passage of the place; counted once. */
  sequence: number
  direction: 'entry' | 'exit'
  at: Date
}

export interface PublishedDay {
  day: string
  kind: 'workday' | 'restday' | 'holiday'
  /** Overlapping openings count once. */
  openMinutes: number
  noteZh: string
  noteEn: string
}

export interface PublishedOpening {
  nameZh: string
  nameEn: string | null
  isDemo: boolean
  ownership: string
  fee: string
  priceFen: number | null
  /** It has areas under the sky. */
  isOutdoor: boolean
  /** What the middle one of the places of its type in its prefecture that charge in full asks; null with fewer than three. */
  marketFen: number | null
  /** Null: its hours are not known. */
  days: PublishedDay[] | null
  closures: { from: string; to: string; announcedOn: string | null; noteZh: string; noteEn: string }[]
}

export interface BookingFees {
  /** Cells of the day that are for sale, and how many of them cost nothing. */
  cells: number
  freeCells: number
  /** Kinds of persons and the lowest share of an adult's price that they pay anywhere, 0 to 1. */
  kinds: { kind: string; share: number }[]
}
