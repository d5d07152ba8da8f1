import { Console, type ConsolePage } from '../console/console-page.tsx'

const pages: readonly ConsolePage[] = []

/** `/manage`: what owners do with their places. */
export const ManageConsole = () => <Console titleKey="console.manage" pages={pages} />
