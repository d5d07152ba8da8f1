import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { PanelHead } from '../ui/panel-head.tsx'
import { type Datum, datums, readCoordinates } from './read-coordinates.ts'

type Candidate = ReplyOf<'locate'>['candidates'][number]

interface Props {
  problem: string | null
  locating: boolean
  onMine(): void
  onPick(): void
  onPoint(point: { lon: number; lat: number }, name: string): void
  onClose(): void
}

/** "Where am I": the browser's position, a tap on the map, or a typed place or coordinates in a stated datum. */
export function WherePanel({ problem, locating, onMine, onPick, onPoint, onClose }: Props) {
  const { language, t } = useText()
  const [text, setText] = useState('')
  const [datum, setDatum] = useState<Datum>('WGS84')
  const [candidates, setCandidates] = useState<Candidate[] | null>(null)
  const [failed, setFailed] = useState(false)
  const coordinates = readCoordinates(text)

  const find = async (): Promise<void> => {
    if (text.trim() === '') return
    setFailed(false)
    try {
      const query = coordinates ? { ...coordinates, datum } : { q: text.trim().slice(0, 100), datum }
      const { candidates: found } = await call('locate', { query })
      const only = found.length === 1 ? found[0] : undefined
      if (only) take(only)
      else setCandidates(found)
    } catch {
      setFailed(true)
    }
  }
  const labelOf = (candidate: Candidate): string =>
    nameIn(language, candidate) || (language === 'en' ? candidate.regionEn : candidate.regionZh) || text.trim()
  const take = (candidate: Candidate): void =>
    onPoint({ lon: candidate.point[0], lat: candidate.point[1] }, labelOf(candidate))

  return (
    <div className="panel where-panel">
      <PanelHead title={t('near.choose')} onClose={onClose} />
      <div className="panel-scroll padded">
        <button type="button" className="choice" onClick={onMine} disabled={locating}>
          <Icon name="locate" />
          {locating ? t('locate.asking') : t('near.useMine')}
        </button>
        <button type="button" className="choice" onClick={onPick}>
          <Icon name="pin" />
          {t('near.pickOnMap')}
        </button>
        {problem && (
          <p className="inline-problem" role="alert">
            {problem}
          </p>
        )}
        <form
          className="where-form"
          onSubmit={(event) => {
            event.preventDefault()
            void find()
          }}
        >
          <label>
            {t('near.typed')}
            <input
              value={text}
              maxLength={100}
              autoComplete="off"
              placeholder={t('near.example')}
              onChange={(event) => {
                setText(event.target.value)
                setCandidates(null)
              }}
            />
          </label>
          {coordinates && (
            <label>
              {t('near.datum')}
              <select value={datum} onChange={(event) => setDatum(event.target.value as Datum)}>
                {datums.map((name) => (
                  <option key={name} value={name}>
                    {t(`near.datum.${name}`)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button type="submit" className="button primary">
            {t('near.find')}
          </button>
        </form>
        {failed && (
          <p className="inline-problem" role="alert">
            {t('list.failed')}
          </p>
        )}
        {candidates?.length === 0 && <p className="inline-problem">{t('near.notFound', { q: text.trim() })}</p>}
        {candidates && candidates.length > 0 && (
          <ul className="candidates">
            {candidates.map((candidate) => (
              <li key={`${candidate.kind}${candidate.point}`}>
                <button type="button" className="choice" onClick={() => take(candidate)}>
                  <Icon name={candidate.kind === 'region' ? 'area' : 'pin'} />
                  <span>
                    {labelOf(candidate)}
                    <small>{language === 'en' ? candidate.regionEn : candidate.regionZh}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
