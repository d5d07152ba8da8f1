import { useState } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { ViewerFrame } from './viewer-frame.tsx'

const zooms = [1, 1.5, 2, 3, 4]

/** A drawing that is an image, as it was sent: fitted to the window, enlarged by steps, moved by scrolling. */
export default function PictureDialog({ file, onClose }: { file: FileRecord; onClose(): void }) {
  const { t } = useText()
  const [zoom, setZoom] = useState(0)
  const [failed, setFailed] = useState(false)
  const tools = (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={t('files.zoomOut')}
        disabled={zoom === 0}
        onClick={() => setZoom(zoom - 1)}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('files.zoomIn')}
        disabled={zoom === zooms.length - 1}
        onClick={() => setZoom(zoom + 1)}
      >
        <Icon name="plus" />
      </button>
    </>
  )
  return (
    <ViewerFrame file={file} tools={tools} onClose={onClose}>
      {failed ? (
        <p className="notice" role="alert">
          {t('files.viewerFailed')}
        </p>
      ) : (
        <img
          className="pdf-page"
          src={file.url!}
          alt={file.name}
          style={{ width: `calc((100vw - 64px) * ${zooms[zoom]})` }}
          onError={() => setFailed(true)}
        />
      )}
    </ViewerFrame>
  )
}
