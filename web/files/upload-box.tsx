import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { endingsOf, type FileKind, kindRules } from '../../api/contract/file-kinds.ts'
import { useText } from '../i18n/use-text.tsx'
import { useMedia } from '../ui/use-media.ts'
import { UploadList } from './upload-list.tsx'
import { sizeOf } from './use-files.ts'
import type { Uploads } from './use-uploads.ts'

/** Where files come in: dropped, pasted, chosen, or taken with the phone's camera; below it what is on its way. */
export function UploadBox({ kind, uploads }: { kind: FileKind; uploads: Uploads }) {
  const { t } = useText()
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const isPhone = useMedia('(pointer: coarse)')
  const isPhoto = kind === 'photo'
  const endings = [...new Set(endingsOf(kind))]
  const take = (list: FileList | null | undefined) => list && list.length > 0 && uploads.add(kind, [...list])
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const onPaste = (event: ClipboardEvent) => take(event.clipboardData.files)
  const input = (ref: typeof chooser, more: object) => (
    <input
      ref={ref}
      type="file"
      hidden
      aria-hidden="true"
      tabIndex={-1}
      accept={isPhoto ? 'image/jpeg,image/png,image/webp,image/avif' : endings.map((ending) => `.${ending}`).join(',')}
      onChange={({ target }) => {
        take(target.files)
        target.value = ''
      }}
      {...more}
    />
  )
  return (
    <section
      className={over ? 'upload-box over' : 'upload-box'}
      aria-label={t(isPhoto ? 'files.choosePhotos' : 'files.chooseFiles')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      onPaste={onPaste}
    >
      {!isPhone && <p>{t(isPhoto ? 'files.dropPhotos' : 'files.dropDocuments')}</p>}
      <div className="upload-buttons">
        <button type="button" className="button primary" onClick={() => chooser.current?.click()}>
          {t(isPhoto ? 'files.choosePhotos' : 'files.chooseFiles')}
        </button>
        {isPhoto && isPhone && (
          <button type="button" className="button" onClick={() => camera.current?.click()}>
            {t('files.camera')}
          </button>
        )}
      </div>
      <p className="soft">
        {t('files.takes', { endings: endings.join(', '), size: sizeOf(kindRules[kind].mostBytes) })}
      </p>
      {input(chooser, { multiple: true, 'data-files': kind })}
      {isPhoto && input(camera, { capture: 'environment' })}
      <UploadList uploads={uploads} />
    </section>
  )
}
