import { useText } from '../i18n/use-text.tsx'
import { ConsoleLink } from './console-link.tsx'
import type { ConsolePage } from './console-page.tsx'

export function ConsoleNav({ pages, current }: { pages: readonly ConsolePage[]; current: ConsolePage | undefined }) {
  const { t } = useText()
  return (
    <nav className="console-nav" aria-label={t('console.nav')}>
      {pages.map((page) => (
        <ConsoleLink key={page.path} to={page.path} current={page === current}>
          {t(page.titleKey)}
        </ConsoleLink>
      ))}
    </nav>
  )
}
