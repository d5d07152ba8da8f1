import { exportReports } from '../../contract/lists.ts'
import * as contract from '../../contract/reports.ts'
import type { Core } from '../../core.ts'
import { listFile } from '../../files/list-file.ts'
import { type Bind, replyOf } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { readReportsOf } from './report-queries.ts'
import { listReportsBy, presentReport, readPhotosBy, reportPlaceBy, resolveReportBy, viewReportBy } from './reports.ts'

const reportColumns = [
  ...['id', 'placeId', 'placeNameZh', 'placeNameEn', 'kind', 'equipment', 'message', 'contact', 'lon', 'lat'],
  ...['status', 'overdue', 'answer', 'createdAt', 'dueAt', 'resolvedAt'],
]

export function reportRoutes({ database, bus, now }: Core, bind: Bind): void {
  const allowReport = rateLimit({ most: 5, perSeconds: 60 })
  const allowExport = rateLimit({ most: 30, perSeconds: 60 })
  const allowView = rateLimit({ most: 30, perSeconds: 60 })

  bind(contract.reportPlace, async ({ params, body, person, clientAddress }) => {
    allowReport(clientAddress)
    return reportPlaceBy({ database, bus }, params.id, { ...body, person, now: now() })
  })
  bind(contract.listReports, async ({ query, person, atLeast }) =>
    listReportsBy(database, database.reader(atLeast), { ...query, person: person!, now: now() }),
  )
  bind(exportReports, async ({ query: { format, ...query }, person, atLeast, clientAddress }) => {
    allowExport(clientAddress)
    const on = database.reader(atLeast)
    const read = async (cursor: string | undefined) => {
      const asked = { ...query, limit: 500, person: person!, now: now() }
      const { items, nextCursor } = await listReportsBy(database, on, { ...asked, ...(cursor ? { cursor } : {}) })
      return { items, next: nextCursor }
    }
    return replyOf(
      await listFile('reports', format, reportColumns, read, ({ location, ...report }) => ({
        ...report,
        lon: location?.[0],
        lat: location?.[1],
      })),
    )
  })
  bind(contract.myReports, async ({ person, atLeast }) => ({
    items: (await readReportsOf(database, database.reader(atLeast), person!.id)).map(presentReport),
  }))
  bind(contract.viewReport, async ({ params, body, clientAddress }) => {
    allowView(clientAddress)
    return viewReportBy(database, params.id, body.secret)
  })
  bind(contract.reportPhotos, async ({ params, person }) => readPhotosBy({ database, bus }, params.id, person!))
  bind(contract.resolveReport, async ({ params, body, person, clientAddress }) =>
    resolveReportBy({ database, bus }, params.id, { ...body, person: person!, clientAddress }),
  )
}
