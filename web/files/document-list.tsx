import { lazy, Suspense, useState } from 'react'
import { kindRules } from '../../api/contract/file-kinds.ts'
import type { FileRecord } from '../../api/contract/files.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { DocumentForm } from './document-form.tsx'
import { expiryOf } from './expiry.ts'
import { Picture } from './picture.tsx'
import { sizeOf } from './use-files.ts'

const PdfDialog = lazy(() => import('./pdf-dialog.tsx'))
const DxfDialog = lazy(() => import('./dxf-dialog.tsx'))
const PictureDialog = lazy(() => import('./picture-dialog.tsx'))

interface Props {
  documents: readonly FileRecord[]
  mayChange: boolean
  onChanged(): Promise<void>
  onDelete(file: FileRecord): void
  onProblem(error: unknown): void
}

/** Drawings, reports, certificates: what they are, until when they count, and ways to look at them. */
export function DocumentList({ documents, ...given }: Props) {
  const [shown, setShown] = useState<FileRecord | null>(null)
  const close = () => setShown(null)
  return (
    <>
      <ul className="document-list">
        {documents.map((file) => (
          <li key={file.id}>
            <DocumentRow file={file} {...given} onShow={() => setShown(file)} />
          </li>
        ))}
      </ul>
      <Suspense>
        {shown?.mediaType === 'application/pdf' && <PdfDialog file={shown} onClose={close} />}
        {shown?.mediaType === 'image/vnd.dxf' && <DxfDialog file={shown} onClose={close} />}
        {shown && isPicture(shown) && <PictureDialog file={shown} onClose={close} />}
      </Suspense>
    </>
  )
}

const isPicture = ({ mediaType }: FileRecord): boolean => /^image\/(jpeg|png|webp|avif)$/.test(mediaType)

type RowProps = Omit<Props, 'documents'> & { file: FileRecord; onShow(): void }

function DocumentRow({ file, mayChange, onChanged, onDelete, onProblem, onShow }: RowProps) {
  const { t } = useText()
  const [editing, setEditing] = useState(false)
  const rules = kindRules[file.kind]
  const isShowable = file.mediaType === 'application/pdf' || file.mediaType === 'image/vnd.dxf' || isPicture(file)
  const toggle = async () => {
    const visibility = file.visibility === 'public' ? 'private' : 'public'
    await call('changeFile', { params: { id: file.id }, body: { visibility }, ifMatch: file.version }).catch(onProblem)
    await onChanged()
  }
  return (
    <article className="document-row">
      <span className="document-thumb" aria-hidden="true">
        {file.pictures.length > 0 ? (
          <Picture pictures={file.pictures} alt="" sizes="72px" />
        ) : (
          <b>{file.name.split('.').at(-1)?.toUpperCase()}</b>
        )}
      </span>
      <div className="document-words">
        <h3>{file.name}</h3>
        <p className="soft">
          {[t(`files.kind.${file.kind}`), file.pages && t('files.pages', { count: file.pages }), sizeOf(file.bytes)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <Expiry file={file} />
        {file.mediaType === 'image/vnd.dwg' && <p className="soft">{t('files.dwg')}</p>}
        {file.picturesFault && (
          <p className="soft">{t(file.picturesFault === 'locked' ? 'files.locked' : 'files.unreadable')}</p>
        )}
        <p className="document-tools">
          <span className={file.visibility === 'public' ? 'tag open' : 'tag'}>
            {t(file.visibility === 'public' ? 'files.public' : 'files.private')}
          </span>
          {isShowable && file.url && (
            <button type="button" className="text-button" onClick={onShow}>
              {t('files.open')}
            </button>
          )}
          {file.url && (
            <a className="text-button" href={`${file.url}&download=1`} download>
              {t('files.download')}
            </a>
          )}
          {mayChange && rules.dated && (
            <button type="button" className="text-button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
              {t('files.edit')}
            </button>
          )}
          {mayChange && rules.choice && (
            <button type="button" className="text-button" onClick={() => void toggle()}>
              {t(file.visibility === 'public' ? 'files.makePrivate' : 'files.makePublic')}
            </button>
          )}
          {mayChange && (
            <button type="button" className="text-button" onClick={() => onDelete(file)}>
              {t('files.delete')}
            </button>
          )}
        </p>
        {editing && (
          <DocumentForm
            file={file}
            onSaved={async () => {
              setEditing(false)
              await onChanged()
            }}
          />
        )}
      </div>
    </article>
  )
}

function Expiry({ file }: { file: FileRecord }) {
  const { t } = useText()
  if (!kindRules[file.kind].dated) return null
  const expiry = expiryOf(file.expiresOn, new Date())
  const words = {
    none: () => t('files.noDates'),
    expired: () => t('files.expired'),
    soon: () => t('files.expiresSoon', { days: expiry.days }),
    valid: () => t('files.validUntil', { date: file.expiresOn ?? '' }),
  }
  const more = [file.issuer, file.result && t(`files.result.${file.result}`)].filter(Boolean).join(' · ')
  return (
    <p className={`document-expiry ${expiry.state}`}>
      {words[expiry.state]()}
      {more && <span className="soft"> · {more}</span>}
    </p>
  )
}
