import type * as account from '../../api/contract/account.ts'
import type * as bookingConsole from '../../api/contract/booking-console.ts'
import type * as bookingPayments from '../../api/contract/booking-payments.ts'
import type * as bookingSetUp from '../../api/contract/booking-set-up.ts'
import type * as bookingWishes from '../../api/contract/booking-wishes.ts'
import type * as bookings from '../../api/contract/bookings.ts'
import type * as buildings from '../../api/contract/buildings.ts'
import type * as claims from '../../api/contract/claims.ts'
import type * as clientConfig from '../../api/contract/client-config.ts'
import type * as drafts from '../../api/contract/drafts.ts'
import type * as drawing from '../../api/contract/drawing.ts'
import type * as files from '../../api/contract/files.ts'
import type * as gateScans from '../../api/contract/gate-scans.ts'
import type * as gates from '../../api/contract/gates.ts'
import type * as handovers from '../../api/contract/handovers.ts'
import type * as imports from '../../api/contract/imports.ts'
import type * as indoor from '../../api/contract/indoor.ts'
import type * as lists from '../../api/contract/lists.ts'
import type * as nearest from '../../api/contract/nearest.ts'
import type * as owners from '../../api/contract/owners.ts'
import type * as people from '../../api/contract/people.ts'
import type * as places from '../../api/contract/places.ts'
import type * as planning from '../../api/contract/planning.ts'
import type * as planningPopulation from '../../api/contract/planning-population.ts'
import type * as planningReach from '../../api/contract/planning-reach.ts'
import type * as planningScenarios from '../../api/contract/planning-scenarios.ts'
import type * as planningSites from '../../api/contract/planning-sites.ts'
import type * as regions from '../../api/contract/regions.ts'
import type * as reports from '../../api/contract/reports.ts'
import type { Method } from '../../api/contract/route.ts'
import type * as session from '../../api/contract/session.ts'
import type * as visits from '../../api/contract/visits.ts'

/** The contract's modules as types: nothing of the validation library reaches the citizen's bundle. */
export type Contract = typeof places &
  typeof drafts &
  typeof claims &
  typeof gates &
  typeof handovers &
  typeof owners &
  typeof reports &
  typeof files &
  typeof nearest &
  typeof regions &
  typeof session &
  typeof imports &
  typeof account &
  typeof people &
  typeof lists &
  typeof bookings &
  typeof bookingWishes &
  typeof bookingPayments &
  typeof bookingSetUp &
  typeof buildings &
  typeof indoor &
  typeof drawing &
  typeof bookingConsole &
  typeof gateScans &
  typeof visits &
  typeof planning &
  typeof planningPopulation &
  typeof planningReach &
  typeof planningScenarios &
  typeof planningSites &
  typeof clientConfig

/** Method and address of each route the pages call. A test compares this table with the contract. */
export const routeTable = {
  indoorInView: ['get', '/api/indoor'],
  getIndoor: ['get', '/api/places/:id/indoor'],
  indoorRoute: ['get', '/api/places/:id/indoor/route'],
  searchIndoor: ['get', '/api/places/:id/indoor/search'],
  unreachableSpaces: ['get', '/api/places/:id/indoor/unreachable'],
  importFloors: ['post', '/api/places/:id/indoor/floors'],
  getDrawing: ['get', '/api/places/:id/indoor/drawing'],
  saveDrawing: ['put', '/api/places/:id/indoor/drawing'],
  publishDrawing: ['post', '/api/places/:id/indoor/drawing/publish'],
  discardDrawing: ['delete', '/api/places/:id/indoor/drawing'],
  searchPlaces: ['get', '/api/places'],
  suggestPlaces: ['get', '/api/suggestions'],
  getPlace: ['get', '/api/places/:id'],
  createPlace: ['post', '/api/places'],
  reportPlace: ['post', '/api/places/:id/reports'],
  listReports: ['get', '/api/reports'],
  resolveReport: ['post', '/api/reports/:id/resolve'],
  myReports: ['get', '/api/my/reports'],
  viewReport: ['post', '/api/reports/:id/view'],
  listRevisions: ['get', '/api/places/:id/revisions'],
  getRevision: ['get', '/api/places/:id/revisions/:version'],
  restoreRevision: ['post', '/api/places/:id/revisions/:version/restore'],
  reportPhotos: ['get', '/api/reports/:id/photos'],
  uploadReportPhoto: ['post', '/api/places/:id/report-photos'],
  uploadClaimProof: ['post', '/api/places/:id/claim-proofs'],
  claimProofs: ['get', '/api/claims/:id/proofs'],
  startDraft: ['post', '/api/places/:id/drafts'],
  listDrafts: ['get', '/api/drafts'],
  getDraft: ['get', '/api/drafts/:id'],
  saveDraft: ['put', '/api/drafts/:id'],
  submitDraft: ['post', '/api/drafts/:id/submit'],
  withdrawDraft: ['post', '/api/drafts/:id/withdraw'],
  publishDraft: ['post', '/api/drafts/:id/publish'],
  returnDraft: ['post', '/api/drafts/:id/return'],
  mergeDraft: ['get', '/api/drafts/:id/merge'],
  checkChanges: ['post', '/api/places/:id/check'],
  readOpeningHours: ['post', '/api/opening-hours'],
  claimPlace: ['post', '/api/places/:id/claims'],
  listClaims: ['get', '/api/claims'],
  decideClaim: ['post', '/api/claims/:id/decide'],
  withdrawClaim: ['post', '/api/claims/:id/withdraw'],
  objectToClaim: ['post', '/api/claims/:id/object'],
  offerHandover: ['post', '/api/places/:id/handovers'],
  listHandovers: ['get', '/api/places/:id/handovers'],
  viewHandover: ['post', '/api/handovers/view'],
  acceptHandover: ['post', '/api/handovers/accept'],
  objectToHandover: ['post', '/api/handovers/:id/object'],
  settleHandover: ['post', '/api/handovers/:id/settle'],
  waitingHandovers: ['get', '/api/handovers'],
  stopHandover: ['post', '/api/handovers/:id/stop'],
  myPlaces: ['get', '/api/my/places'],
  listOwners: ['get', '/api/places/:id/owners'],
  leavePlace: ['delete', '/api/places/:id/owners/me'],
  removeOwner: ['post', '/api/places/:id/owners/:person/remove'],
  listKeys: ['get', '/api/places/:id/keys'],
  makeKey: ['post', '/api/places/:id/keys'],
  revokeKey: ['delete', '/api/places/:id/keys/:keyId'],
  trustOwner: ['put', '/api/places/:id/owners/:person/trust'],
  moderationCounts: ['get', '/api/moderation/counts'],
  listModerationRules: ['get', '/api/moderation-rules'],
  setModerationRule: ['put', '/api/moderation-rules'],
  listFiles: ['get', '/api/places/:id/files'],
  beginUpload: ['post', '/api/uploads'],
  abandonUpload: ['delete', '/api/uploads/:id'],
  finishUpload: ['post', '/api/uploads/:id/finish'],
  changeFile: ['patch', '/api/files/:id'],
  deleteFile: ['delete', '/api/files/:id'],
  restoreFile: ['post', '/api/files/:id/restore'],
  orderPhotos: ['put', '/api/places/:id/photo-order'],
  placeTypes: ['get', '/api/place-types'],
  markers: ['get', '/api/markers'],
  nearest: ['get', '/api/nearest'],
  locate: ['get', '/api/locate'],
  navigationLinks: ['get', '/api/places/:id/navigation'],
  directions: ['get', '/api/directions'],
  listRegions: ['get', '/api/regions'],
  getRegion: ['get', '/api/regions/:code'],
  signIn: ['post', '/api/session'],
  whoAmI: ['get', '/api/session'],
  signOut: ['delete', '/api/session'],
  signInWays: ['get', '/api/session/ways'],
  sendCode: ['post', '/api/session/codes'],
  listSessions: ['get', '/api/me/sessions'],
  endSession: ['delete', '/api/me/sessions/:id'],
  endOtherSessions: ['delete', '/api/me/sessions'],
  getMe: ['get', '/api/me'],
  addAddress: ['put', '/api/me/address'],
  changeMe: ['patch', '/api/me'],
  setPassword: ['put', '/api/me/password'],
  startSecondFactor: ['post', '/api/me/second-factor'],
  confirmSecondFactor: ['put', '/api/me/second-factor'],
  removeSecondFactor: ['delete', '/api/me/second-factor'],
  exportMe: ['get', '/api/me/data'],
  eraseMe: ['delete', '/api/me'],
  makePersonalCode: ['post', '/api/me/code'],
  findPeople: ['get', '/api/people'],
  getPerson: ['get', '/api/people/:id'],
  giveRole: ['post', '/api/people/:id/grants'],
  takeRole: ['delete', '/api/people/:id/grants/:grantId'],
  archivePerson: ['post', '/api/people/:id/archive'],
  unarchivePerson: ['delete', '/api/people/:id/archive'],
  endSessionsOf: ['delete', '/api/people/:id/sessions'],
  exportPerson: ['get', '/api/people/:id/data'],
  erasePerson: ['delete', '/api/people/:id'],
  listAudit: ['get', '/api/audit'],
  listDocuments: ['get', '/api/documents'],
  bookingAvailability: ['get', '/api/booking/places/:id/availability'],
  holdBooking: ['post', '/api/booking/orders'],
  listMyOrders: ['get', '/api/booking/orders'],
  getOrder: ['get', '/api/booking/orders/:id'],
  releaseOrder: ['post', '/api/booking/orders/:id/release'],
  payOrder: ['post', '/api/booking/orders/:id/pay'],
  cancelBooking: ['post', '/api/booking/bookings/:id/cancel'],
  getSandboxCharge: ['get', '/api/booking/sandbox/:id'],
  settleSandboxCharge: ['post', '/api/booking/sandbox/:id'],
  quoteSeries: ['post', '/api/booking/series/quotes'],
  holdSeries: ['post', '/api/booking/series'],
  moveBooking: ['post', '/api/booking/bookings/:id/move'],
  declineMove: ['post', '/api/booking/bookings/:id/decline-move'],
  joinWaitlist: ['post', '/api/booking/waitlist'],
  leaveWaitlist: ['delete', '/api/booking/waitlist/:id'],
  listMyWaitlist: ['get', '/api/booking/waitlist'],
  listMyBookingMessages: ['get', '/api/booking/messages'],
  readBookingMessages: ['post', '/api/booking/messages/read'],
  listPaymentDifferences: ['get', '/api/booking/payment-differences'],
  scanAtGate: ['post', '/api/places/:id/gate-scans'],
  gateList: ['get', '/api/places/:id/gate-list'],
  gateState: ['get', '/api/places/:id/gate-state'],
  bookingSetUp: ['get', '/api/places/:id/booking-set-up'],
  addTimetable: ['post', '/api/places/:id/timetables'],
  saveTimetable: ['put', '/api/places/:id/timetables/:timetableId'],
  previewTimetable: ['post', '/api/places/:id/timetables/:timetableId/preview'],
  addCourt: ['post', '/api/places/:id/courts'],
  saveCourt: ['put', '/api/places/:id/courts/:courtId'],
  listCalendarDays: ['get', '/api/calendar-days'],
  saveCalendarDay: ['put', '/api/calendar-days/:day'],
  removeCalendarDay: ['delete', '/api/calendar-days/:day'],
  addClosure: ['post', '/api/places/:id/closures'],
  removeClosure: ['delete', '/api/places/:id/closures/:closureId'],
  daySheet: ['get', '/api/places/:id/day-sheet'],
  addWalkIn: ['post', '/api/places/:id/walk-ins'],
  moveBookingByOwner: ['post', '/api/places/:id/bookings/:bookingId/move'],
  cancelBookingByOwner: ['post', '/api/places/:id/bookings/:bookingId/cancel'],
  refundBooking: ['post', '/api/places/:id/bookings/:bookingId/refund'],
  checkInByOwner: ['post', '/api/places/:id/bookings/:bookingId/check-in'],
  collectDue: ['post', '/api/places/:id/booking-orders/:orderId/collect'],
  listBookings: ['get', '/api/places/:id/bookings'],
  bookingRevenue: ['get', '/api/places/:id/booking-revenue'],
  venueSettlement: ['get', '/api/places/:id/settlement'],
  visitFigures: ['get', '/api/visits/figures'],
  listVisitedPlaces: ['get', '/api/visits/places'],
  placeVisits: ['get', '/api/places/:id/visits'],
  placeVisitCounts: ['get', '/api/places/:id/visit-counts'],
  placeOpenness: ['get', '/api/places/:id/openness'],
  opennessEvidence: ['get', '/api/places/:id/openness/:rule'],
  listPopulation: ['get', '/api/planning/population'],
  importPopulation: ['post', '/api/planning/population'],
  listNetworks: ['get', '/api/planning/networks'],
  importNetwork: ['post', '/api/planning/networks'],
  archiveNetwork: ['delete', '/api/planning/networks/:id'],
  getPopulation: ['get', '/api/planning/population/:id'],
  startRun: ['post', '/api/planning/runs'],
  listRuns: ['get', '/api/planning/runs'],
  getRun: ['get', '/api/planning/runs/:id'],
  listValues: ['get', '/api/planning/runs/:id/values'],
  listFigureRows: ['get', '/api/planning/runs/:id/rows'],
  listCells: ['get', '/api/planning/runs/:id/cells'],
  lorenz: ['get', '/api/planning/runs/:id/lorenz'],
  listScenarios: ['get', '/api/planning/scenarios'],
  createScenario: ['post', '/api/planning/scenarios'],
  getScenario: ['get', '/api/planning/scenarios/:id'],
  saveScenario: ['put', '/api/planning/scenarios/:id'],
  archiveScenario: ['delete', '/api/planning/scenarios/:id'],
  recordSite: ['post', '/api/planning/records'],
  serviceArea: ['get', '/api/planning/runs/:id/service-area'],
  startTrend: ['post', '/api/planning/runs/:id/trend'],
  getTrend: ['get', '/api/planning/runs/:id/trend'],
  suggestSites: ['post', '/api/planning/runs/:id/sites'],
  circleScore: ['post', '/api/planning/circle-score'],
  areaFigures: ['post', '/api/planning/runs/:id/area'],
  getBuilding: ['get', '/api/places/:id/building'],
  addBuildingVersion: ['post', '/api/places/:id/building/versions'],
  listBuildingVersions: ['get', '/api/places/:id/building/versions'],
  placeBuilding: ['put', '/api/places/:id/building/georeference'],
  lostSpaces: ['get', '/api/places/:id/building/lost'],
  resolveLostSpace: ['post', '/api/places/:id/building/lost/:space'],
  getBuildingVersion: ['get', '/api/places/:id/building/versions/:version'],
  buildingChanges: ['get', '/api/places/:id/building/versions/:version/changes'],
  changeSpace: ['patch', '/api/places/:id/building/spaces/:space'],
  addSpacePhoto: ['post', '/api/places/:id/building/spaces/:space/photos'],
  removeSpacePhoto: ['delete', '/api/places/:id/building/spaces/:space/photos/:file'],
  clientConfig: ['get', '/api/client-config'],
  createImport: ['post', '/api/imports'],
  putImportChunk: ['put', '/api/imports/:id/chunks/:number'],
  listImports: ['get', '/api/imports'],
  getImport: ['get', '/api/imports/:id'],
  previewImport: ['get', '/api/imports/:id/preview'],
  checkImport: ['post', '/api/imports/:id/check'],
  listImportRows: ['get', '/api/imports/:id/rows'],
  decideImportRows: ['post', '/api/imports/:id/decisions'],
  applyImport: ['post', '/api/imports/:id/apply'],
  undoImport: ['post', '/api/imports/:id/undo'],
  listImportMappings: ['get', '/api/import-mappings'],
  saveImportMapping: ['post', '/api/import-mappings'],
} as const satisfies Partial<Record<keyof Contract, readonly [Method, string]>>

export type RouteName = keyof typeof routeTable
