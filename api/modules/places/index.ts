import type {} from '../../bus/planning.ts'
import type {} from '../../bus/visits.ts'
import type { Module } from '../../core.ts'
import { draftRoutes } from './draft-routes.ts'
import { importJobs } from './import/jobs.ts'
import { importRoutes } from './import/routes.ts'
import { listenForPersons } from './person-data.ts'
import { publishedOpening } from './published-opening.ts'
import { recordPlannedPlace } from './record-planned-place.ts'
import { fillSearchRowsChore, refreshSearchKeysChore } from './refresh-keys.ts'
import { reportRoutes } from './report-routes.ts'
import { placesRoutes } from './routes.ts'

/** The registry: places with their revisions, search, suggestions, markers for mini-programs, reports of citizens. */
export const places: Module = {
  name: 'places',
  layers: [
    {
      name: 'places',
      titleZh: '场馆与设施',
      titleEn: 'Places',
      geometry: 'mixed',
      minZoom: 0,
      maxZoom: 16,
      clustered: true,
      table: {
        name: 'place',
        columns: {
          name: 'name_zh',
          nameEn: 'name_en',
          type: 'type_code',
          sports: 'sports',
          status: 'status',
          fee: 'fee',
          ownership: 'ownership',
          rating: 'rating',
        },
        inBox: (geometry) =>
          `((geometrytype(t.geom) = 'POINT' and t.location && ${geometry}) or (geometrytype(t.geom) <> 'POINT' and t.geom && ${geometry}))`,
      },
      fields: {
        name: { type: 'string', inTile: true, description: 'Chinese name' },
        nameEn: { type: 'string', inTile: true, description: 'English name' },
        type: { type: 'string', facet: true, inTile: true, description: 'Place type, see /api/place-types' },
        category: { type: 'string', facet: true, inTile: true, description: 'Category of the type' },
        sports: { type: 'strings', facet: true, description: 'Sports offered' },
        status: {
          type: 'string',
          facet: true,
          inTile: true,
          description: 'planned, open, temporarily-closed or closed',
        },
        fee: { type: 'string', facet: true, inTile: true, description: 'free, low-fee, paid or unknown' },
        ownership: { type: 'string', facet: true, description: 'public, private, school or other' },
        rating: { type: 'number', inTile: true, description: 'Mean rating, 1 to 5' },
      },
    },
  ],
  routes: (core, bind) => {
    placesRoutes(core, bind)
    draftRoutes(core, bind)
    reportRoutes(core, bind)
    importRoutes(core, bind)
  },
  listen: (core) => {
    listenForPersons(core)
    core.bus.answer('published-opening', (asked) => publishedOpening(core.database, asked))
    core.bus.answer('record-planned-place', (asked) => recordPlannedPlace(core, asked))
  },
  jobs: importJobs,
  chores: [
    { name: 'search-rows', everyMinutes: 60, run: fillSearchRowsChore },
    { name: 'search-keys', everyMinutes: 1, run: refreshSearchKeysChore },
  ],
}
