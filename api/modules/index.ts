import type { Module } from '../core.ts'
import { spatial } from '../spatial/index.ts'
import { ogc } from '../spatial/ogc/index.ts'
import { bookings } from './bookings/index.ts'
import { buildings } from './buildings/index.ts'
import { indoor } from './buildings/indoor/index.ts'
import { files } from './files/index.ts'
import { owners } from './owners/index.ts'
import { people } from './people/index.ts'
import { places } from './places/index.ts'
import { planning } from './planning/index.ts'
import { regions } from './regions/index.ts'
import { visits } from './visits/index.ts'

/** Every business area, in the order in which their listeners run. */
export const modules: readonly Module[] = [
  people,
  places,
  files,
  buildings,
  owners,
  regions,
  bookings,
  visits,
  planning,
  indoor,
  spatial,
  ogc,
]
