import { type ReactNode, useEffect, useRef } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  file: FileRecord
  tools?: ReactNode
  children: ReactNode
  onClose(): void
}

/** The window of a viewer: name, tools, download, close (also by Escape); what is behind it is out of reach meanwhile. */
export function ViewerFrame({ file, tools, children, onClose }: Props) {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="viewer" aria-label={file.name} onClose={onClose}>
      <header>
        <h2>{file.name}</h2>
        {tools}
        <a className="button quiet" href={`${file.url}&download=1`} download>
          {t('files.download')}
        </a>
        <button
          type="button"
          className="icon-button"
          aria-label={t('common.close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="viewer-body">{children}</div>
    </dialog>
  )
}
