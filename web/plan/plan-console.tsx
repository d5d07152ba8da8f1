import { Console, type ConsolePage } from '../console/console-page.tsx'

const planners = ['planner', 'operator', 'administrator'] as const

const pages: readonly ConsolePage[] = [
  {
    path: '/plan',
    titleKey: 'plan.title',
    roles: planners,
    load: () => import('./figures-page.tsx').then(({ FiguresPage }) => ({ default: FiguresPage })),
  },
  {
    path: '/plan/scenarios',
    titleKey: 'plan.scenarios',
    roles: planners,
    load: () => import('./scenarios-page.tsx').then(({ ScenariosPage }) => ({ default: ScenariosPage })),
  },
]

/** `/plan`: what planners do. */
export const PlanConsole = () => <Console titleKey="plan.console" pages={pages} />
