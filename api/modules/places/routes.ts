import { exportPlaces } from '../../contract/exports.ts'
import * as feedRoutes from '../../contract/feeds.ts'
import * as contract from '../../contract/places.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Person, requireAccess } from '../../http/auth.ts'
import { type Bind, type Call, Reply } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { withFreePlaces } from '../../spatial/free-between.ts'
import { calendarOf } from './calendar.ts'
import { changePlaceBy, restoreRevisionBy } from './change-place.ts'
import { createPlaceBy } from './create-place.ts'
import { exportPlacesBy } from './export/export-places.ts'
import { placeFeedPage } from './feed.ts'
import { markersOf } from './markers.ts'
import { readCatalogue } from './place-types.ts'
import type { Reading } from './reading.ts'
import { featureOf, presentPlace, readPlace } from './record.ts'
import { listRevisionsOf, readRevisionOf } from './revisions.ts'
import { searchPlacesBy } from './search-places.ts'
import { suggestBy } from './suggest-places.ts'
import type { Writing, Written } from './write-place.ts'

const geoJson = 'application/geo+json'

export function placesRoutes({ database, bus, now }: Core, bind: Bind): void {
  // biome-ignore lint/suspicious/noExplicitAny: a call of any route carries these
  const reading = ({ atLeast, signal }: Pick<Call<any>, 'atLeast' | 'signal'>): Reading => ({
    database,
    on: database.reader(atLeast),
    now: now(),
    signal,
  })
  // biome-ignore lint/suspicious/noExplicitAny: a call of any route carries these
  const writing = async ({ person }: Pick<Call<any>, 'person'>, reason: string): Promise<Writing> => ({
    database,
    calendar: await calendarOf(database),
    now: now(),
    account: person!.account,
    personId: person!.id,
    reason,
    requireAt: (target) => requireAccess(person, ['operator', 'administrator'], target),
  })
  // What is open now changes without the version: nothing between here and the page may keep it.
  const written = ({ place, ...where }: Written) => new Reply(place, { etag: String(place.version), ...where })

  bind(contract.searchPlaces, async (call) => {
    const found = await searchPlacesBy(await withFreePlaces(bus, call.query), reading(call))
    if (call.query.format === 'json') return found
    const { items, ...rest } = found
    const features = items.map(({ id, location, ...properties }) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: location },
      properties,
    }))
    return new Reply({ type: 'FeatureCollection', features, ...rest }, { contentType: geoJson })
  })
  bind(contract.suggestPlaces, async (call) => ({ items: await suggestBy(call.query, reading(call)) }))
  bind(contract.markers, async (call) => markersOf(await withFreePlaces(bus, call.query), reading(call)))
  bind(contract.placeTypes, async () => {
    const { catalogue, etag } = await readCatalogue(database)
    return new Reply(catalogue, {
      etag,
      headers: { 'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400' },
    })
  })

  bind(contract.getPlace, async (call) => {
    const { on, signal } = reading(call)
    const row = await readPlace(database, on, call.params.id, signal ? { signal } : {})
    const place = presentPlace(row, await calendarOf(database), now())
    const options = { etag: String(place.version), headers: { 'Cache-Control': 'no-store' } }
    return call.query.format === 'json'
      ? new Reply(place, options)
      : new Reply(featureOf(place), { ...options, contentType: geoJson })
  })
  bind(contract.createPlace, async (call) =>
    written(await createPlaceBy(call.body, await writing(call, call.body.reason))),
  )
  bind(contract.changePlace, async (call) =>
    written(await changePlaceBy(call.params.id, call.ifMatch, call.body, await writing(call, call.body.reason))),
  )

  bind(contract.listRevisions, async (call) =>
    listRevisionsOf(database, database.reader(call.atLeast), call.params.id, call.query),
  )
  bind(contract.getRevision, async ({ params, query, atLeast }) =>
    readRevisionOf(database, database.reader(atLeast), params.id, params.version, query.against),
  )
  bind(contract.restoreRevision, async (call) =>
    written(
      await restoreRevisionBy(call.params.id, call.ifMatch, call.params.version, await writing(call, call.body.reason)),
    ),
  )

  const allowExport = rateLimit({ most: 20, perSeconds: 60 })
  bind(exportPlaces, async (call) => {
    allowExport(call.clientAddress)
    const { mine, ...query } = call.query
    const owned = mine ? ownedBy(call.person) : null
    return exportPlacesBy({ ...(await withFreePlaces(bus, query)), owned }, reading(call))
  })

  bind(feedRoutes.listFeeds, async ({ origin }) => ({
    feeds: [
      {
        kind: 'Place',
        url: `${origin}/feeds/places`,
        descriptionZh: '场馆与设施的变更（RPDE）',
        descriptionEn: 'Changes of places (RPDE)',
      },
    ],
  }))
  bind(feedRoutes.placeFeed, async ({ query, origin }) => placeFeedPage(database, query, origin))
}

/** @throws 401 not-signed-in. */
function ownedBy(person: Person | null): number[] {
  if (!person) throw errors.notSignedIn()
  return person.grants.flatMap(({ role, placeId }) => (role === 'owner' && placeId !== null ? [placeId] : []))
}
