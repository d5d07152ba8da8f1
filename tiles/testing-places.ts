import { placeTypes, seededRandom, type TestPlace } from './testing.ts'

/** A seeded registry with every geometry the engine knows, dense in one spot and at the ends of the world. */
export function randomPlaces(count: number, seed: number): TestPlace[] {
  const random = seededRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  return Array.from({ length: count }, (_, index) => {
    const [lon, lat] = position(random)
    const kind = random()
    return {
      type: pick(placeTypes)[0],
      name: `场所${index}`,
      nameEn: random() < 0.7 ? `Place ${index}` : null,
      wkt: kind < 0.7 ? `POINT(${lon} ${lat})` : kind < 0.82 ? line(random, lon, lat) : area(random, lon, lat),
      sports: ['badminton', 'football', 'ski'].filter(() => random() < 0.4),
      status: pick(['open', 'open', 'open', 'closed', 'planned']),
      fee: pick(['free', 'low-fee', 'paid']),
      rating: random() < 0.8 ? Math.round(10 + random() * 40) / 10 : null,
    }
  })
}

/** Half of them around Chengdu, the rest in the province, some at the antimeridian and the edges of mercator. */
function position(random: () => number): [number, number] {
  const where = random()
  if (where < 0.5) return [104 + random() * 0.2, 30.5 + random() * 0.2]
  if (where < 0.9) return [101 + random() * 8, 28 + random() * 5]
  if (where < 0.93) return [179.9 + random() * 0.0999, (random() - 0.5) * 100]
  if (where < 0.96) return [-180 + random() * 0.1, (random() - 0.5) * 100]
  return [(random() - 0.5) * 300, (random() < 0.5 ? 1 : -1) * (84 + random())]
}

const size = (random: () => number) => 0.0005 * 10 ** (random() * 2.3)

function path(random: () => number, lon: number, lat: number): string {
  const step = size(random) / 10
  const points: string[] = []
  let x = lon
  let y = lat
  const vertices = 2 + Math.floor(random() * 40)
  for (let i = 0; i < vertices; i++) {
    points.push(`${x} ${y}`)
    x = Math.min(180, Math.max(-180, x + (random() - 0.3) * step))
    y = Math.min(85, Math.max(-85, y + (random() - 0.5) * step))
  }
  return `(${points.join(',')})`
}

function line(random: () => number, lon: number, lat: number): string {
  if (random() < 0.7) return `LINESTRING${path(random, lon, lat)}`
  return `MULTILINESTRING(${path(random, lon, lat)},${path(random, Math.min(179.9, lon + 0.01), lat)})`
}

/** A star-shaped ring, which never crosses itself. */
function ring(random: () => number, middle: [number, number], radius: number): string {
  const corners = 3 + Math.floor(random() * 30)
  const points = Array.from({ length: corners }, (_, i) => {
    const reach = radius * (0.5 + random() * 0.5)
    const angle = (i / corners) * 2 * Math.PI
    const x = Math.min(180, Math.max(-180, middle[0] + reach * Math.cos(angle)))
    const y = Math.min(85.05, Math.max(-85.05, middle[1] + reach * Math.sin(angle)))
    return `${x} ${y}`
  })
  return `(${[...points, points[0]].join(',')})`
}

function area(random: () => number, givenLon: number, lat: number): string {
  // Away from the world's edge, where cutting the star off could make it touch itself.
  const lon = Math.min(179, Math.max(-179, givenLon))
  const inner = Math.min(84, Math.max(-84, lat))
  const radius = size(random)
  const hole = random() < 0.3 ? `,${ring(random, [lon, inner], radius * 0.2)}` : ''
  const first = `(${ring(random, [lon, inner], radius)}${hole})`
  if (random() < 0.75) return `POLYGON${first}`
  return `MULTIPOLYGON(${first},(${ring(random, [lon + 3 * radius, inner], radius)}))`
}
