import { Drawer } from 'antd'
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { mayAct, type Role } from '../../api/contract/access.ts'
import { type SignedIn, usePerson } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { PageBoundary } from '../ui/page-boundary.tsx'
import { useMedia } from '../ui/use-media.ts'
import { usePathname } from './console-address.ts'
import { ConsoleHead } from './console-head.tsx'
import { ConsoleNav } from './console-nav.tsx'
import { ConsoleTheme } from './console-theme.tsx'
import { SignInGate } from './sign-in-gate.tsx'

/** One page of a console. Listed in `web/admin/admin-console.tsx` or `web/manage/manage-console.tsx`. */
export interface ConsolePage {
  /** It has this address and those below it; the longest that fits wins. */
  path: string
  titleKey: TextKey
  /** Who may open it; the same words as in the contract. */
  roles: readonly Role[]
  load(): Promise<{ default: ComponentType }>
  /** Reached from another page only: no line in the navigation. */
  hidden?: boolean
}

interface Props {
  titleKey: TextKey
  /** A constant list: pages are made lazy once. */
  pages: readonly ConsolePage[]
}

/** The frame of a console: head, navigation, sign-in, and the page of the address. */
export function Console({ titleKey, pages }: Props) {
  return (
    <ConsoleTheme>
      <SignInGate>{(person) => <SignedInConsole titleKey={titleKey} pages={pages} person={person} />}</SignInGate>
    </ConsoleTheme>
  )
}

function SignedInConsole({ titleKey, pages, person }: Props & { person: SignedIn }) {
  const { t } = useText()
  const pathname = usePathname()
  const narrow = useMedia('(max-width: 900px)')
  const [navOpen, setNavOpen] = useState(false)
  const allowed = pages.filter(({ roles }) => mayAct(person.grants, roles))
  const page = pageAt(allowed, pathname)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever address is opened closes the drawer
  useEffect(() => setNavOpen(false), [pathname])
  useEffect(() => {
    document.title = `${page ? `${t(page.titleKey)} · ` : ''}${t(titleKey)} · ${t('app.name')}`
  }, [t, page, titleKey])
  const nav = <ConsoleNav pages={allowed.filter(({ hidden }) => !hidden)} current={page} />
  return (
    <div className="console">
      <ConsoleHead
        title={t(titleKey)}
        person={person}
        onMenu={narrow && allowed.length > 0 ? () => setNavOpen(true) : null}
      />
      {narrow ? (
        <Drawer open={navOpen} onClose={() => setNavOpen(false)} placement="left" size={280} title={t(titleKey)}>
          {nav}
        </Drawer>
      ) : (
        <aside className="console-side">{nav}</aside>
      )}
      <main className="console-main" id="main">
        {allowed.length === 0 ? (
          <NoRole />
        ) : page ? (
          <PageOf page={page} />
        ) : (
          <p className="notice">{t('console.noPage')}</p>
        )}
      </main>
    </div>
  )
}

const lazyPages = new WeakMap<ConsolePage, ComponentType>()

function PageOf({ page }: { page: ConsolePage }) {
  if (!lazyPages.has(page)) lazyPages.set(page, lazy(page.load))
  const Shown = lazyPages.get(page)!
  return (
    <PageBoundary key={page.path}>
      <Suspense fallback={<div className="console-loading skeleton" aria-busy="true" />}>
        <Shown />
      </Suspense>
    </PageBoundary>
  )
}

function NoRole() {
  const { t } = useText()
  const who = usePerson()
  return (
    <div className="notice" role="status">
      <p>
        <b>{t('console.noRole')}</b>
      </p>
      <p>{t('console.noRoleWho')}</p>
      <button type="button" className="button" onClick={() => who.refetch()}>
        {t('common.retry')}
      </button>
    </div>
  )
}

/** The bare address of a console opens its first page. */
function pageAt(pages: readonly ConsolePage[], pathname: string): ConsolePage | undefined {
  const fitting = pages.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
  const longest = fitting.toSorted((a, b) => b.path.length - a.path.length)[0]
  return longest ?? (/^\/[^/]+\/?$/.test(pathname) ? pages[0] : undefined)
}
