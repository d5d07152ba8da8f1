import type { ComponentType } from 'react'

/** A page of the product: the addresses it answers and the chunk that it is. */
export interface Page {
  /** The page has this address and everything below it; `:id` is any number. */
  path: string
  load(): Promise<{ default: ComponentType }>
}

/** Every page but the map, which has all other addresses. */
const pages: readonly Page[] = [
  { path: '/me', load: () => import('./me/me-page.tsx').then(({ MePage }) => ({ default: MePage })) },
  {
    path: '/admin',
    load: () => import('./admin/admin-console.tsx').then(({ AdminConsole }) => ({ default: AdminConsole })),
  },
  {
    path: '/booking',
    load: () => import('./booking/booking-page.tsx').then(({ BookingPage }) => ({ default: BookingPage })),
  },
  {
    path: '/manage',
    load: () => import('./manage/manage-console.tsx').then(({ ManageConsole }) => ({ default: ManageConsole })),
  },
  {
    path: '/openness',
    load: () => import('./openness/openness-page.tsx').then(({ OpennessPage }) => ({ default: OpennessPage })),
  },
  {
    path: '/plan',
    load: () => import('./plan/plan-console.tsx').then(({ PlanConsole }) => ({ default: PlanConsole })),
  },
  {
    path: '/places/:id/indoor',
    load: () => import('./indoor/indoor-page.tsx').then(({ IndoorPage }) => ({ default: IndoorPage })),
  },
  {
    path: '/places/:id/model',
    load: () => import('./model/model-page.tsx').then(({ ModelPage }) => ({ default: ModelPage })),
  },
  {
    path: '/screen',
    load: () => import('./screen/screen-page.tsx').then(({ ScreenPage }) => ({ default: ScreenPage })),
  },
  {
    path: '/reports',
    load: () => import('./panel/report-page.tsx'),
  },
]

const isAtOrBelow = (path: string, address: string): boolean =>
  new RegExp(`^${path.replace(':id', '\\d+')}(/|$)`).test(address)

/** The page of an address; undefined is the map's. */
export const pageOf = (address: string): Page | undefined => pages.find(({ path }) => isAtOrBelow(path, address))
