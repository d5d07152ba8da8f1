import { type Bench, row } from './context.ts'
import { loadNational } from './create-context.ts'

/** Loading the demo registry by COPY into an empty database, as `npm run seed -- --places N` does. Durable, and with no log for replicas, which an initial load has none of. */
export const run: Bench = async ({ createDatabase, places, seed, quick, log }) => {
  const rounds = quick ? 1 : 2
  const reports = []
  for (let round = 0; round < rounds; round++) {
    const report = await loadNational(await createDatabase(`load_${round}`), places, seed)
    log(`load, round ${round + 1} of ${rounds}: ${Math.round(report.places / report.seconds)} places/s`)
    reports.push(report)
  }
  const best = reports.reduce((a, b) => (b.seconds < a.seconds ? b : a))
  const phases = best.phases.map(({ phase, seconds }) => `${phase} ${seconds.toFixed(1)} s`).join(', ')
  const copy = best.phases.find(({ phase }) => phase === 'copy')!
  return [
    row(
      'load',
      `${best.places.toLocaleString('en')} places by COPY with what a row needs (place, county, length, hours)`,
      'places/s',
      best.places / copy.seconds,
      '≥ 50000',
      `best of ${rounds}, durable, wal_level = minimal; indexes, revisions and search come after`,
    ),
    row(
      'load',
      `${best.places.toLocaleString('en')} places by COPY, all phases`,
      'places/s',
      best.places / best.seconds,
      '',
      `best of ${rounds}; ${phases}`,
    ),
  ]
}
