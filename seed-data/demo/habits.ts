import type { HoursHabit } from './hours.ts'

/** How the generator makes places of a type: how many, their hours, price and names. Types not named here take the default. */
export interface TypeHabit {
  /** Relative number of places. */
  share: number
  hours: HoursHabit
  /** Shares of [free, low-fee, paid]; what is left is unknown. */
  fees: readonly [number, number, number]
  /** Yuan an hour or visit when paid. */
  yuan: readonly [number, number]
  /** Square metres of a place. */
  areaM2: readonly [number, number]
  names: NameStyle
  oval?: boolean
}

export type NameStyle =
  | 'facility'
  | 'hall'
  | 'park'
  | 'hiking'
  | 'fitness-trail'
  | 'cycling'
  | 'school'
  | 'club'
  | 'outdoor'

const open = { hours: 'outdoor', fees: [1, 0, 0], yuan: [0, 0] } as const
const publicVenue = { hours: 'venue', fees: [0.2, 0.55, 0.22], yuan: [15, 60], names: 'hall' } as const
const hired = { hours: 'court', fees: [0.05, 0.25, 0.65], yuan: [20, 120], names: 'hall' } as const
const club = { hours: 'club', fees: [0, 0.04, 0.86], yuan: [30, 198], names: 'club' } as const
const outdoor = { hours: 'court', fees: [0.15, 0.15, 0.6], yuan: [40, 260], names: 'outdoor' } as const

export const typeHabits: Readonly<Record<string, TypeHabit>> = {
  gymnasium: { ...publicVenue, share: 1.6, areaM2: [1200, 12_000] },
  stadium: { ...publicVenue, share: 1, fees: [0.55, 0.3, 0.1], areaM2: [9000, 40_000], oval: true },
  'athletics-track': { ...publicVenue, share: 0.9, fees: [0.7, 0.2, 0.05], areaM2: [6000, 18_000], oval: true },
  natatorium: { ...publicVenue, share: 1.4, fees: [0, 0.45, 0.52], yuan: [25, 80], areaM2: [800, 6000] },
  'outdoor-pool': { ...publicVenue, share: 0.8, fees: [0, 0.4, 0.55], yuan: [15, 50], areaM2: [400, 3000] },
  'fitness-centre': { ...publicVenue, share: 2, fees: [0.4, 0.5, 0.08], areaM2: [1500, 15_000] },
  'sports-complex': { ...publicVenue, share: 0.5, areaM2: [8000, 120_000] },
  'sports-park': { ...open, share: 3, areaM2: [8000, 200_000], names: 'park' },
  'fitness-plaza': { ...open, share: 6, areaM2: [150, 4000], names: 'park' },
  'children-playground': { ...open, share: 2, areaM2: [80, 900], names: 'facility' },
  'fitness-path': { ...open, share: 24, areaM2: [100, 600], names: 'facility' },
  'cage-court': { ...open, share: 2, areaM2: [300, 900], names: 'facility' },
  'hiking-trail': { ...open, share: 2.4, areaM2: [500, 9000], names: 'hiking' },
  'fitness-trail': { ...open, share: 3.2, areaM2: [500, 9000], names: 'fitness-trail' },
  'cycling-path': { ...open, share: 1, areaM2: [2000, 40_000], names: 'cycling' },
  'community-court': { ...open, share: 8, areaM2: [420, 1300], names: 'facility' },
  'basketball-court': {
    ...open,
    share: 7,
    fees: [0.8, 0.12, 0.06],
    yuan: [20, 120],
    areaM2: [420, 2600],
    names: 'facility',
  },
  'football-pitch': { ...hired, share: 2.4, areaM2: [900, 8500], names: 'facility' },
  'volleyball-court': { ...open, share: 0.6, areaM2: [250, 900], names: 'facility' },
  'badminton-hall': { ...hired, share: 2.2, areaM2: [500, 4000] },
  'table-tennis-hall': { ...hired, share: 1.8, areaM2: [120, 1200] },
  'tennis-court': { ...hired, share: 1.3, areaM2: [650, 5200] },
  'pickleball-court': { ...hired, share: 0.4, areaM2: [200, 1600] },
  'gateball-court': { ...open, share: 1, areaM2: [300, 1200], names: 'facility' },
  'school-field': {
    hours: 'school',
    fees: [0.7, 0.15, 0],
    yuan: [0, 0],
    share: 8,
    areaM2: [2500, 22_000],
    names: 'school',
    oval: true,
  },
  'school-gymnasium': {
    hours: 'school',
    fees: [0.2, 0.4, 0.2],
    yuan: [10, 40],
    share: 1.2,
    areaM2: [800, 5000],
    names: 'school',
  },
  'private-club': { ...club, share: 4.5, areaM2: [200, 3500] },
  'yoga-studio': { ...club, share: 1.5, areaM2: [80, 600] },
  'martial-arts-hall': { ...club, share: 1, areaM2: [100, 900] },
  'boxing-gym': { ...club, share: 0.5, areaM2: [120, 900] },
  'dance-studio': { ...club, share: 1, areaM2: [80, 600] },
  'billiards-hall': { ...club, share: 1.2, areaM2: [120, 1200] },
  'bowling-alley': { ...club, share: 0.15, areaM2: [600, 2500] },
  'climbing-gym': { ...club, share: 0.4, areaM2: [150, 1800] },
  'ski-resort': { ...outdoor, share: 0.12, fees: [0, 0, 0.95], yuan: [80, 320], areaM2: [60_000, 500_000] },
  'ice-rink': { ...outdoor, share: 0.2, fees: [0, 0.1, 0.85], yuan: [35, 90], areaM2: [700, 4000] },
  'roller-rink': { ...outdoor, share: 0.5, fees: [0.5, 0.2, 0.25], yuan: [15, 60], areaM2: [400, 3000] },
  'golf-course': { ...outdoor, share: 0.1, fees: [0, 0, 0.95], yuan: [200, 980], areaM2: [150_000, 700_000] },
  'shooting-range': { ...outdoor, share: 0.12, areaM2: [400, 5000] },
  'archery-range': { ...outdoor, share: 0.25, areaM2: [200, 2500] },
  'equestrian-centre': { ...outdoor, share: 0.2, areaM2: [3000, 40_000] },
  'water-sports-base': { ...outdoor, share: 0.3, areaM2: [4000, 60_000] },
  'fishing-ground': { ...outdoor, share: 0.8, areaM2: [1500, 40_000] },
  'sports-camp': { ...outdoor, share: 0.5, areaM2: [3000, 60_000] },
  'fitness-test-station': {
    hours: 'service',
    fees: [0.9, 0.08, 0],
    yuan: [0, 0],
    share: 1.2,
    areaM2: [60, 400],
    names: 'hall',
  },
  'chess-room': {
    hours: 'service',
    fees: [0.85, 0.1, 0],
    yuan: [0, 0],
    share: 1.6,
    areaM2: [40, 300],
    names: 'facility',
  },
  'community-fitness-room': {
    hours: 'venue',
    fees: [0.7, 0.25, 0],
    yuan: [0, 0],
    share: 2.2,
    areaM2: [60, 800],
    names: 'facility',
  },
  'farmers-fitness-project': { ...open, share: 0.4, areaM2: [420, 1200], names: 'facility' },
  'xuetan-project-site': { ...open, share: 0.15, areaM2: [100, 900], names: 'facility' },
}

/** What every county has before its other places are drawn by share. */
export const firstTypes = [
  'gymnasium',
  'fitness-path',
  'fitness-trail',
  'sports-park',
  'stadium',
  'fitness-centre',
  'school-field',
  'fitness-test-station',
  'hiking-trail',
  'natatorium',
  'community-court',
  'private-club',
] as const
