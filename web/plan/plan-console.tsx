import { Console, type ConsolePage } from '../console/console-page.tsx'

const roles = ['planner', 'operator', 'administrator'] as const

const pages: readonly ConsolePage[] = [
  {
    path: '/plan',
    titleKey: 'plan.title',
    roles,
    load: () => import('./figures-page.tsx').then(({ FiguresPage }) => ({ default: FiguresPage })),
  },
  {
    path: '/plan/compare',
    titleKey: 'plan.compare',
    roles,
    load: () => import('./compare-page.tsx').then(({ ComparePage }) => ({ default: ComparePage })),
  },
  {
    path: '/plan/trend',
    titleKey: 'plan.trend',
    roles,
    load: () => import('./trend-page.tsx').then(({ TrendPage }) => ({ default: TrendPage })),
  },
  {
    path: '/plan/reach',
    titleKey: 'plan.reach',
    roles,
    load: () => import('./reach-page.tsx').then(({ ReachPage }) => ({ default: ReachPage })),
  },
  {
    path: '/plan/area',
    titleKey: 'plan.areaTitle',
    roles,
    load: () => import('./area-page.tsx').then(({ AreaPage }) => ({ default: AreaPage })),
  },
  {
    path: '/plan/sites',
    titleKey: 'plan.sites',
    roles,
    load: () => import('./sites-page.tsx').then(({ SitesPage }) => ({ default: SitesPage })),
  },
  {
    path: '/plan/scenarios',
    titleKey: 'plan.scenarios',
    roles,
    load: () => import('./scenarios-page.tsx').then(({ ScenariosPage }) => ({ default: ScenariosPage })),
  },
  {
    path: '/plan/report',
    titleKey: 'plan.report',
    roles,
    load: () => import('./report-page.tsx').then(({ ReportPage }) => ({ default: ReportPage })),
  },
  {
    path: '/plan/population',
    titleKey: 'plan.populationTitle',
    roles,
    load: () => import('./population-page.tsx').then(({ PopulationPage }) => ({ default: PopulationPage })),
  },
  {
    path: '/plan/networks',
    titleKey: 'plan.networks',
    roles,
    load: () => import('./networks-page.tsx').then(({ NetworksPage }) => ({ default: NetworksPage })),
  },
]

/** `/plan`: what planners do. */
export const PlanConsole = () => <Console titleKey="plan.console" pages={pages} />
