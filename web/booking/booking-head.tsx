import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

/** Head of a booking page: the way back, what it is, and a line below. */
export function BookingHead({ title, line, back }: { title: string; line?: string; back: string }) {
  const { t } = useText()
  return (
    <header className="booking-head">
      <a className="icon-button" href={back} aria-label={t('common.back')}>
        <Icon name="back" />
      </a>
      <div>
        <h1>{title}</h1>
        {line && <p className="soft">{line}</p>}
      </div>
    </header>
  )
}
