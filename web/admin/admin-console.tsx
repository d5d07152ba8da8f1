import { Console, type ConsolePage } from '../console/console-page.tsx'

const pages: readonly ConsolePage[] = [
  {
    path: '/admin/moderation',
    titleKey: 'moderation.title',
    roles: ['operator', 'administrator'],
    load: () => import('./moderation-page.tsx'),
  },
  {
    path: '/admin/reports',
    titleKey: 'console.reports',
    roles: ['operator', 'administrator'],
    load: () => import('./report-list.tsx').then(({ ReportList }) => ({ default: ReportList })),
  },
]

/** `/admin`: what operators and administrators do. */
export const AdminConsole = () => <Console titleKey="console.admin" pages={pages} />
