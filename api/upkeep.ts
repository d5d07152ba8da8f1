import type { Chore, Core } from './core.ts'
import { addDemoBuilding } from './demo-building.ts'
import { pruneJobs } from './jobs/queries.ts'

/** Rows of the change feed older than this are gone; a reader that was away longer reads its layers anew. */
const feedDays = 7

const ownChores: readonly Chore[] = [
  {
    name: 'prune-change-feed',
    everyMinutes: 60,
    async run({ database }) {
      await database.primary.raw(
        'delete from app.layer_change where changed_at < now() - make_interval(days => :days::int)',
        { days: feedDays },
      )
    },
  },
  { name: 'demo-building', everyMinutes: 24 * 60, run: addDemoBuilding },
  { name: 'prune-jobs', everyMinutes: 60, run: ({ database }) => pruneJobs(database.primary) },
]

/** After a run woken by news, so that a load of many changes is taken up in bites. */
const restMs = 500

/** Runs `act` at news on a channel, one after another; what comes during a run makes one more. Returns the way to stop. */
function startWaker(core: Core, channel: string, act: () => Promise<void>): () => Promise<void> {
  let [busy, again, stopped] = [false, false, false]
  const wake = async () => {
    again = true
    if (busy) return
    busy = true
    while (again && !stopped) {
      again = false
      await act()
      await new Promise((resolve) => setTimeout(resolve, restMs).unref())
    }
    busy = false
  }
  const listening = core.database.listen(channel, () => void wake())
  // What came before the listening began is taken up with it.
  listening.then(wake, (error) => {
    core.log.warn({ err: error, channel }, 'news cannot be listened to; the chore runs at its turns')
  })
  return async () => {
    stopped = true
    await listening.then((stop) => stop()).catch(() => {})
  }
}

/** The worker service: runs every module's chores, each under a lock so that one process does it. Returns the way to stop. */
export function startUpkeep(core: Core, chores: readonly Chore[], { firstMs = 5_000 } = {}): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const run = (chore: Chore) => {
    const done = core.database
      .withLock(`chore ${chore.name}`, () => chore.run(core))
      .catch((error) =>
        core.log.error({ err: error, chore: chore.name }, 'chore failed; it is tried again at its next turn'),
      )
      .finally(() => running.delete(done))
    running.add(done)
    return done
  }
  const wakers = chores.flatMap((chore) => (chore.wokenBy ? [startWaker(core, chore.wokenBy, () => run(chore))] : []))
  const timers = [...ownChores, ...chores].map((chore) => {
    const first = setTimeout(() => run(chore), firstMs)
    const repeated = setInterval(() => run(chore), chore.everyMinutes * 60_000)
    return [first, repeated] as const
  })
  return async () => {
    await Promise.all(wakers.map((stop) => stop()))
    for (const [first, repeated] of timers) {
      clearTimeout(first)
      clearInterval(repeated)
    }
    await Promise.all(running)
  }
}
