import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import type { FileRecord } from '../../../api/contract/files.ts'
import { call } from '../../api.ts'
import { Picture } from '../../files/picture.tsx'
import { uploadFile } from '../../files/upload-file.ts'
import { useText } from '../../i18n/use-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { reportsOf } from './reports-of.ts'
import type { SpaceRow } from './space-figures.ts'

interface Props {
  placeId: number
  space: SpaceRow
  reports: readonly FileRecord[]
}

/** Photos of a space and its inspection reports: seen, added, taken away. */
export function SpaceFiles({ placeId, space, reports }: Props) {
  const { t, language } = useText()
  const client = useQueryClient()
  const chooser = useRef<HTMLInputElement>(null)
  const reportChooser = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState(0)
  const changed = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['building', placeId] })
    await client.invalidateQueries({ queryKey: ['files', placeId] })
  }
  const adding = useMutation({
    mutationFn: async ({ kind, file }: { kind: 'photo' | 'report'; file: File }) => {
      setShare(0)
      const { signal } = new AbortController()
      const part = `space:${space.id}`
      const { id } = await uploadFile({ placeId, kind, file, part, onProgress: setShare, signal })
      if (kind === 'photo') {
        await call('addSpacePhoto', { params: { id: placeId, space: space.id }, body: { fileId: id } })
      }
    },
    onSettled: changed,
  })
  const removing = useMutation({
    mutationFn: (file: number) => call('removeSpacePhoto', { params: { id: placeId, space: space.id, file } }),
    onSettled: changed,
  })
  const own = reportsOf(space, reports)
  const today = new Date().toISOString().slice(0, 10)
  const input = (ref: typeof chooser, kind: 'photo' | 'report', accept: string) => (
    <input
      ref={ref}
      type="file"
      hidden
      aria-hidden="true"
      tabIndex={-1}
      accept={accept}
      onChange={({ target }) => {
        const file = target.files?.[0]
        if (file) adding.mutate({ kind, file })
        target.value = ''
      }}
    />
  )
  return (
    <>
      <section>
        <h3>{t('spaces.photos')}</h3>
        <ul className="space-photo-list">
          {space.photos.map((photo) => (
            <li key={photo.id}>
              <Picture
                pictures={photo.pictures}
                alt={(language === 'en' ? photo.captionEn : photo.captionZh) || space.title}
                sizes="180px"
              />
              <button
                type="button"
                className="icon-button small"
                aria-label={t('spaces.removePhoto')}
                disabled={removing.isPending}
                onClick={() => removing.mutate(photo.id)}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
        {input(chooser, 'photo', 'image/jpeg,image/png,image/webp,image/avif')}
        <Button disabled={adding.isPending} onClick={() => chooser.current?.click()}>
          {t('spaces.addPhoto')}
        </Button>
      </section>
      <section>
        <h3>{t('spaces.reports')}</h3>
        {own.length === 0 && <p className="soft">{t('spaces.noReports')}</p>}
        <ul className="plain-rows">
          {own.map((report) => (
            <li key={report.id}>
              {report.url ? <a href={report.url}>{report.name}</a> : report.name}
              {report.expiresOn && (
                <span className={report.expiresOn < today ? 'space-differs' : 'soft'}>
                  {report.expiresOn < today ? t('spaces.expired') : t('spaces.expires', { day: report.expiresOn })}
                </span>
              )}
            </li>
          ))}
        </ul>
        {input(reportChooser, 'report', 'application/pdf')}
        <Button disabled={adding.isPending} onClick={() => reportChooser.current?.click()}>
          {t('spaces.addReport')}
        </Button>
      </section>
      {adding.isPending && <p role="status">{t('spaces.uploading', { percent: Math.round(share * 100) })}</p>}
      {adding.isError && (
        <Alert type="error" showIcon title={t('spaces.uploadFailed', { detail: adding.error.message })} />
      )}
    </>
  )
}
