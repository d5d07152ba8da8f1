import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, sendFile } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

const kinds = ['wrong-details', 'wrong-location', 'closed', 'broken-equipment', 'other'] as const
type Kind = (typeof kinds)[number]

interface Props {
  placeId: number
  /** The piece whose code was scanned, as key and name. */
  equipment?: { key: string; name: string } | null
  onClose(): void
}

/** A citizen's word about a mistake. What was typed stays until it is stored. */
export function ReportForm({ placeId, equipment = null, onClose }: Props) {
  const { t } = useText()
  const [kind, setKind] = useState<Kind>(equipment ? 'broken-equipment' : 'wrong-details')
  const [message, setMessage] = useState('')
  const [contact, setContact] = useState('')
  const [photos, setPhotos] = useState<File[]>([])
  const [missing, setMissing] = useState(false)
  const sending = useMutation({
    mutationFn: async () => {
      const photoTokens: string[] = []
      for (const file of photos) photoTokens.push((await sendFile('uploadReportPhoto', placeId, file)).token)
      return call('reportPlace', {
        params: { id: placeId },
        body: {
          kind,
          message: message.trim(),
          ...(contact.trim() ? { contact: contact.trim() } : {}),
          ...(equipment ? { equipment: equipment.key } : {}),
          photoTokens,
        },
      })
    },
  })
  if (sending.isSuccess) {
    return (
      <section className="place-section report thanks" role="status">
        <Icon name="check" size={24} />
        <p>{t('report.thanks')}</p>
        <p>
          <a href={`/reports/${sending.data.id}#${sending.data.secret}`}>{t('report.follow')}</a>
        </p>
        <button type="button" className="button" onClick={onClose}>
          {t('common.close')}
        </button>
      </section>
    )
  }
  const tooMany = sending.error instanceof ApiProblem && sending.error.status === 429
  return (
    <form
      className="place-section report"
      aria-label={t('report.title')}
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(message.trim() === '')
        if (message.trim() !== '') sending.mutate()
      }}
    >
      {equipment && <p>{t('report.piece', { piece: equipment.name })}</p>}
      <fieldset className="filter-group">
        <legend>{t('report.kind')}</legend>
        <div className="filter-options">
          {kinds.map((value) => (
            <label key={value} className="chip radio">
              <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} />
              {t(`report.kind.${value}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <label>
        {t('report.message')}
        <textarea
          value={message}
          rows={3}
          maxLength={2000}
          placeholder={t('report.messageHint')}
          aria-invalid={missing}
          onChange={(event) => {
            setMessage(event.target.value)
            setMissing(false)
          }}
        />
      </label>
      {missing && (
        <p className="inline-problem" role="alert">
          {t('report.needMessage')}
        </p>
      )}
      <label className="report-photos">
        {t('report.photos')}
        <input
          type="file"
          multiple
          accept="image/*"
          onChange={({ target }) => setPhotos([...(target.files ?? [])].slice(0, 3))}
        />
      </label>
      <label>
        {t('report.contact')}
        <input
          value={contact}
          maxLength={200}
          placeholder={t('report.contactHint')}
          onChange={(event) => setContact(event.target.value)}
        />
      </label>
      {sending.isError && (
        <p className="inline-problem" role="alert">
          {t(tooMany ? 'report.tooMany' : 'report.failed')}
        </p>
      )}
      <div className="form-actions">
        <button type="button" className="button quiet" onClick={onClose}>
          {t('common.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={sending.isPending}>
          {t(sending.isPending ? 'report.sending' : 'report.send')}
        </button>
      </div>
    </form>
  )
}
