import { Console, type ConsolePage } from '../console/console-page.tsx'

const staff = ['operator', 'administrator'] as const

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
  {
    path: '/admin/documents',
    titleKey: 'documents.title',
    roles: staff,
    load: () => import('../files/documents-page.tsx').then(({ DocumentsPage }) => ({ default: DocumentsPage })),
  },
  {
    path: '/admin/payments',
    titleKey: 'desk.differences',
    roles: ['administrator'],
    load: () => import('./payment-differences.tsx'),
  },
  {
    path: '/admin/calendar',
    titleKey: 'calendar.title',
    roles: staff,
    load: () => import('./calendar-page.tsx'),
  },
  {
    path: '/admin/rules',
    titleKey: 'rules.title',
    roles: staff,
    load: () => import('./rules-page.tsx').then(({ RulesPage }) => ({ default: RulesPage })),
  },
  {
    path: '/admin/people',
    titleKey: 'people.title',
    roles: staff,
    load: () => import('./people/people-page.tsx').then(({ PeoplePage }) => ({ default: PeoplePage })),
  },
  {
    path: '/admin/audit',
    titleKey: 'audit.title',
    roles: staff,
    load: () => import('./people/audit-page.tsx').then(({ AuditPage }) => ({ default: AuditPage })),
  },
]

/** `/admin`: what operators and administrators do. */
export const AdminConsole = () => <Console titleKey="console.admin" pages={pages} />
