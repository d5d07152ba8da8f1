import type { Knex } from 'knex'
import type { Database, NamedStatement } from '../../db/types.ts'
import type { Datum } from '../../spatial/datum.ts'
import {
  type ComparedCounty,
  compareWithCurrent,
  findGaps,
  findMisplaced,
  findOverlaps,
  type Gap,
  type InvalidCounty,
  type MisplacedPoint,
  type Overlap,
  readLabelPoints,
  repairStaged,
} from './check-queries.ts'
import type { Seat } from './read-layer.ts'
import { judgeDatum, toleratedShiftMetres } from './rules.ts'

/** Neighbours digitised apart meet within a few metres; what is wider is a fault of the layer. */
const toleratedWidthMetres = 10
/** Below this intersection over union a county counts as moved; independent drawings of one line give 0.96–0.98. */
const movedBelowIou = 0.9
const mostListed = 20

export interface LayerFindings {
  problems: string[]
  repaired: { code: string; reason: string }[]
  moved: Pick<ComparedCounty, 'code' | 'nameZh' | 'iou' | 'areaKm2Before' | 'areaKm2After'>[]
  /** Labels that come to lie in another county: allowed, but worth a look. */
  movedLabels: MisplacedPoint[]
  shiftMetres: number
}

/** Checks the staged layer as a whole: validity, overlaps, gaps, datum, known points, and how far it is from the registered one. */
export async function checkLayer(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  { seats, repair, datum }: { seats: readonly Seat[]; repair: boolean; datum: Datum },
): Promise<LayerFindings> {
  const rows = <Row extends object>(statement: NamedStatement) => database.rows<Row>(trx, statement)
  const invalid = await rows<InvalidCounty>(repairStaged)
  const overlaps = await rows<Overlap>(findOverlaps(toleratedWidthMetres))
  const gaps = await rows<Gap>(findGaps(toleratedWidthMetres))
  const compared = await rows<ComparedCounty>(compareWithCurrent)
  const { shiftMetres, suspected } = judgeDatum(compared, datum)
  const misplaced = await rows<MisplacedPoint>(findMisplaced(seats))
  const labels = await rows<Pick<Seat, 'code' | 'lon' | 'lat'>>(readLabelPoints)
  const wrongDatum = datumProblem(shiftMetres, suspected)
  return {
    problems: [
      ...wrongDatum,
      ...listed(invalid.flatMap((county) => validityProblem(county, repair))),
      ...listed(overlaps.map(overlapProblem)),
      ...listed(gaps.map(gapProblem)),
      // Shifted as a whole the towns lie wrong too: that says nothing more.
      ...(wrongDatum.length > 0 ? [] : listed(misplaced.map(seatProblem))),
    ],
    repaired: invalid.map(({ code, reason }) => ({ code, reason })),
    moved: compared.filter(({ iou }) => iou < movedBelowIou),
    movedLabels: await rows<MisplacedPoint>(findMisplaced(labels)),
    shiftMetres,
  }
}

function validityProblem({ code, reason, areaChange, isEmpty }: InvalidCounty, repair: boolean): string[] {
  if (isEmpty) return [`${code} has no area.`]
  if (repair) return []
  const change = `${((areaChange ?? 1) * 100).toFixed(2)} %`
  return [`${code} is not valid: ${reason}. Correct it, or pass --repair (changes ${change} of its area).`]
}

const overlapProblem = ({ a, b, areaKm2, widthMetres }: Overlap) =>
  `${a} and ${b} overlap on ${areaKm2.toFixed(3)} km², up to ${widthMetres.toFixed(0)} m wide (tolerated: ${toleratedWidthMetres} m).`

const gapProblem = ({ lon, lat, areaKm2, widthMetres }: Gap) =>
  `There is a gap of ${areaKm2.toFixed(3)} km², ${widthMetres.toFixed(0)} m wide (tolerated: ${toleratedWidthMetres} m), at ${lon.toFixed(5)}, ${lat.toFixed(5)}.`

const seatProblem = ({ code, lon, lat, found }: MisplacedPoint) =>
  `The main town of ${code} (${lon}, ${lat}) lies ${found ? `in ${found}` : 'outside all counties'}; if the town has moved, correct seed-data/regions/county-seats.csv.`

function datumProblem(shiftMetres: number, suspected: Datum | null): string[] {
  if (shiftMetres <= toleratedShiftMetres) return []
  const shift = `All counties lie about ${shiftMetres.toFixed(0)} m from the registered ones`
  return suspected
    ? [
        `${shift}, as coordinates do that are ${suspected} in fact: pass --srs ${suspected === 'WGS84' ? 'EPSG:4326' : suspected}.`,
      ]
    : [`${shift}, in one direction: the coordinates are in another system than --srs says.`]
}

function listed(problems: readonly string[]): string[] {
  if (problems.length <= mostListed) return [...problems]
  return [...problems.slice(0, mostListed), `… and ${problems.length - mostListed} more of this kind.`]
}
