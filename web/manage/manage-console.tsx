import { Console, type ConsolePage } from '../console/console-page.tsx'

const pages: readonly ConsolePage[] = [
  {
    path: '/manage/import',
    titleKey: 'import.title',
    roles: ['owner', 'operator', 'administrator'],
    load: () => import('./import/import-page.tsx').then(({ ImportPage }) => ({ default: ImportPage })),
  },
]

/** `/manage`: what owners do with their places. */
export const ManageConsole = () => <Console titleKey="console.manage" pages={pages} />
