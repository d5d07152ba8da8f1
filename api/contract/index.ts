import * as account from './account.ts'
import * as bookingConsole from './booking-console.ts'
import * as bookingPayments from './booking-payments.ts'
import * as bookingSetUp from './booking-set-up.ts'
import * as bookingWishes from './booking-wishes.ts'
import * as bookings from './bookings.ts'
import * as buildings from './buildings.ts'
import * as claims from './claims.ts'
import * as clientConfig from './client-config.ts'
import * as drafts from './drafts.ts'
import * as drawing from './drawing.ts'
import * as exporting from './exports.ts'
import * as feeds from './feeds.ts'
import * as files from './files.ts'
import * as gateScans from './gate-scans.ts'
import * as gates from './gates.ts'
import * as handovers from './handovers.ts'
import * as imports from './imports.ts'
import * as indoor from './indoor.ts'
import * as lists from './lists.ts'
import * as nearest from './nearest.ts'
import * as ogc from './ogc.ts'
import * as owners from './owners.ts'
import * as people from './people.ts'
import * as places from './places.ts'
import * as planning from './planning.ts'
import * as planningPopulation from './planning-population.ts'
import * as planningReach from './planning-reach.ts'
import * as planningScenarios from './planning-scenarios.ts'
import * as planningSites from './planning-sites.ts'
import * as regions from './regions.ts'
import * as reports from './reports.ts'
import type { Route } from './route.ts'
import * as session from './session.ts'
import * as visits from './visits.ts'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'roles' in value

/** Every route of the product by its name, in the order of the documentation. */
export const contract: Record<string, Route> = Object.fromEntries(
  [
    places,
    drafts,
    files,
    buildings,
    reports,
    claims,
    handovers,
    owners,
    ogc,
    exporting,
    lists,
    feeds,
    imports,
    regions,
    nearest,
    session,
    bookings,
    bookingWishes,
    bookingPayments,
    bookingSetUp,
    bookingConsole,
    indoor,
    drawing,
    visits,
    planningPopulation,
    planningReach,
    planningScenarios,
    planning,
    planningSites,
    account,
    people,
    gates,
    gateScans,
    clientConfig,
  ].flatMap((part) => Object.entries(part).filter(([, value]) => isRoute(value))),
) as Record<string, Route>
