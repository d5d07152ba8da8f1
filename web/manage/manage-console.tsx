import { Console, type ConsolePage } from '../console/console-page.tsx'

const signedIn = ['citizen'] as const

const pages: readonly ConsolePage[] = [
  { path: '/manage/places', titleKey: 'manage.places', roles: signedIn, load: () => import('./my-places.tsx') },
  {
    path: '/manage/booking',
    titleKey: 'desk.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./booking/desk-page.tsx'),
  },
  {
    path: '/manage/gate',
    titleKey: 'gate.title',
    roles: ['gate', 'owner', 'operator', 'administrator'],
    load: () => import('./gate/gate-page.tsx'),
  },
  {
    path: '/manage/drafts',
    titleKey: 'manage.drafts',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./my-drafts.tsx'),
  },
  {
    path: '/manage/reports',
    titleKey: 'manage.reports',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('../admin/report-list.tsx').then(({ ReportList }) => ({ default: ReportList })),
  },
  {
    path: '/manage/documents',
    titleKey: 'documents.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('../files/documents-page.tsx').then(({ DocumentsPage }) => ({ default: DocumentsPage })),
  },
  { path: '/manage/claims', titleKey: 'manage.claims', roles: signedIn, load: () => import('./my-claims.tsx') },
  {
    path: '/manage/import',
    titleKey: 'import.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./import/import-page.tsx').then(({ ImportPage }) => ({ default: ImportPage })),
  },
  {
    path: '/manage/claim',
    titleKey: 'claim.nav',
    roles: signedIn,
    load: () => import('./claim-form.tsx'),
    hidden: true,
  },
  {
    path: '/manage/handover',
    titleKey: 'owners.handover',
    roles: signedIn,
    load: () => import('./accept-handover.tsx'),
    hidden: true,
  },
  {
    path: '/manage/place',
    titleKey: 'manage.edit',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./place-editor.tsx'),
    hidden: true,
  },
  {
    path: '/manage/merge',
    titleKey: 'edit.merge',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./merge-page.tsx'),
    hidden: true,
  },
  {
    path: '/manage/qr',
    titleKey: 'qr.open',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./qr-sheet.tsx'),
    hidden: true,
  },
  {
    path: '/manage/building',
    titleKey: 'building.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./building/building-page.tsx'),
    hidden: true,
  },
  {
    path: '/manage/spaces',
    titleKey: 'spaces.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./spaces/spaces-page.tsx'),
    hidden: true,
  },
  {
    path: '/manage/floors',
    titleKey: 'floors.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./floors/floors-page.tsx'),
    hidden: true,
  },
  {
    path: '/manage/files',
    titleKey: 'files.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('../files/place-files-page.tsx'),
    hidden: true,
  },
]

/** `/manage`: what owners do with their places. */
export const ManageConsole = () => <Console titleKey="console.manage" pages={pages} />
