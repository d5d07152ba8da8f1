import { Component, type ReactNode } from 'react'
import { useText } from '../i18n/use-text.tsx'

/** A fault of ours must not leave an empty window: say so, and offer the way back. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? <PageFault /> : this.props.children
  }
}

function PageFault() {
  const { t } = useText()
  return (
    <main className="notice page-fault" role="alert">
      <p>{t('error.page')}</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        {t('error.reload')}
      </button>
    </main>
  )
}
