import { useText } from '../i18n/use-text.tsx'
import type { UploadItem, Uploads } from './use-uploads.ts'

/** Uploads that wait, go or failed, with their progress. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  if (uploads.items.length === 0) return null
  return (
    <ul className="upload-list" aria-live="polite">
      {uploads.items.map((item) => (
        <li key={item.key}>
          <UploadRow item={item} uploads={uploads} />
        </li>
      ))}
    </ul>
  )
}

function UploadRow({ item, uploads }: { item: UploadItem; uploads: Uploads }) {
  const { t } = useText()
  const { name } = item.file
  if (item.state === 'failed') {
    const reason = item.problem?.code === 'offline' ? t('files.lost') : (item.problem?.message ?? '')
    return (
      <div className="upload-row failed" role="alert">
        <p>{t('files.failed', { name, reason })}</p>
        <span className="upload-buttons">
          <button type="button" className="text-button" onClick={() => uploads.retry(item)}>
            {t('files.retry')}
          </button>
          <button type="button" className="text-button" onClick={() => uploads.cancel(item.key)}>
            {t('files.dismiss')}
          </button>
        </span>
      </div>
    )
  }
  const label =
    item.state === 'waiting'
      ? t('files.waiting')
      : item.share >= 1
        ? t('files.checking')
        : `${Math.round(item.share * 100)}%`
  return (
    <div className="upload-row">
      <span className="upload-name">{name}</span>
      <progress max={1} value={item.state === 'waiting' ? 0 : item.share} aria-label={t('files.uploading', { name })} />
      <span className="soft tabular">{label}</span>
      <button type="button" className="text-button" onClick={() => uploads.cancel(item.key)}>
        {t('files.cancel')}
      </button>
    </div>
  )
}
