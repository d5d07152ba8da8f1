import * as contract from '../../contract/reports.ts'
import type { Core } from '../../core.ts'
import type { Bind } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { readReportsOf } from './report-queries.ts'
import { listReportsBy, presentReport, readPhotosBy, reportPlaceBy, resolveReportBy, viewReportBy } from './reports.ts'

export function reportRoutes({ database, bus, now }: Core, bind: Bind): void {
  const allowReport = rateLimit({ most: 5, perSeconds: 60 })
  const allowView = rateLimit({ most: 30, perSeconds: 60 })

  bind(contract.reportPlace, async ({ params, body, person, clientAddress }) => {
    allowReport(clientAddress)
    return reportPlaceBy({ database, bus }, params.id, { ...body, person, now: now() })
  })
  bind(contract.listReports, async ({ query, person, atLeast }) =>
    listReportsBy(database, database.reader(atLeast), { ...query, person: person!, now: now() }),
  )
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
