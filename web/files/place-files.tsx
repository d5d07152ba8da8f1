import './files.css'
import { App, Select } from 'antd'
import { useState } from 'react'
import { type FileKind, fileKinds } from '../../api/contract/file-kinds.ts'
import type { FileRecord } from '../../api/contract/files.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { DocumentList } from './document-list.tsx'
import { PhotoGrid } from './photo-grid.tsx'
import { UploadBox } from './upload-box.tsx'
import { sizeOf, useFiles, useFilesChanged } from './use-files.ts'
import { useUploads } from './use-uploads.ts'

const documentKinds = fileKinds.filter((kind) => !['photo', 'claim-proof', 'report-photo'].includes(kind))

/** All files of a place for those who keep it: photos in order, drawings and documents, and the ways in. */
export function PlaceFiles({ placeId }: { placeId: number }) {
  const { t } = useText()
  const { message } = App.useApp()
  const files = useFiles(placeId)
  const changed = useFilesChanged(placeId)
  const photoUploads = useUploads(placeId, changed)
  const documentUploads = useUploads(placeId, changed)
  const [kind, setKind] = useState<FileKind>('drawing')
  const onProblem = (error: unknown) => {
    void message.error(t('files.notSaved', { reason: error instanceof Error ? error.message : String(error) }))
  }
  const restore = async (file: FileRecord, key: string) => {
    message.destroy(key)
    await call('restoreFile', { params: { id: file.id } }).catch(onProblem)
    await changed()
  }
  const onDelete = async (file: FileRecord) => {
    try {
      await call('deleteFile', { params: { id: file.id } })
    } catch (error) {
      return onProblem(error)
    }
    await changed()
    const key = `deleted-${file.id}`
    const undo = (
      <span>
        {t('files.deleted', { name: file.name })}{' '}
        <button type="button" className="text-button" onClick={() => void restore(file, key)}>
          {t('files.undo')}
        </button>
      </span>
    )
    void message.open({ key, content: undo, duration: 10 })
  }
  if (files.isError && !files.data) {
    return (
      <div className="notice" role="alert">
        <p>{t('files.loadFailed')}</p>
        <button type="button" className="button" onClick={() => files.refetch()}>
          {t('common.retry')}
        </button>
      </div>
    )
  }
  if (!files.data) return <div className="console-loading skeleton" aria-busy="true" />
  const { items, mayChange, usage } = files.data
  const photos = items.filter((file) => file.kind === 'photo')
  const documents = items.filter((file) => documentKinds.includes(file.kind))
  const shared = { mayChange, onChanged: changed, onDelete: (file: FileRecord) => void onDelete(file), onProblem }
  return (
    <div className="place-files">
      <section aria-labelledby="files-photos">
        <h3 id="files-photos">{t('files.photos')}</h3>
        {mayChange && <UploadBox kind="photo" uploads={photoUploads} />}
        {photos.length === 0 && <p className="soft">{t('files.noPhotos')}</p>}
        <PhotoGrid placeId={placeId} photos={photos} {...shared} />
      </section>
      <section aria-labelledby="files-documents">
        <h3 id="files-documents">{t('files.documents')}</h3>
        {mayChange && (
          <>
            <Select
              className="kind-choice"
              aria-label={t('files.kindChoice')}
              value={kind}
              onChange={setKind}
              options={documentKinds.map((value) => ({ value, label: t(`files.kind.${value}`) }))}
            />
            <UploadBox kind={kind} uploads={documentUploads} />
          </>
        )}
        {documents.length === 0 && <p className="soft">{t('files.noDocuments')}</p>}
        <DocumentList documents={documents} {...shared} />
      </section>
      {usage && (
        <p className="soft">{t('files.usage', { used: sizeOf(usage.bytes), most: sizeOf(usage.mostBytes) })}</p>
      )}
    </div>
  )
}
