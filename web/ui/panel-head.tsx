import type { ReactNode } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from './icon.tsx'

/** Title of a panel with its way out; `back` for a step within the panel, else a cross. */
export function PanelHead({
  title,
  onClose,
  back = false,
  children,
}: {
  title: string
  onClose(): void
  back?: boolean
  children?: ReactNode
}) {
  const { t } = useText()
  return (
    <header className="panel-head">
      {back && (
        <button type="button" className="icon-button" aria-label={t('common.back')} onClick={onClose}>
          <Icon name="back" />
        </button>
      )}
      <h2>{title}</h2>
      {children}
      {!back && (
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </header>
  )
}
