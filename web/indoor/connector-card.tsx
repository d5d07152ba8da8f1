import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { labelIn } from './step-words.ts'
import type { Amenity, Level } from './use-indoor.ts'

interface Props {
  amenity: Amenity
  levels: readonly Level[]
  onLevel(id: number): void
  onClose(): void
}

/** A lift or stair that leads to several floors: which one? */
export function ConnectorCard({ amenity, levels, onLevel, onClose }: Props) {
  const { language, t } = useText()
  const { label, goesTo } = amenity.properties
  return (
    <section className="indoor-card" aria-label={labelIn(language, label)}>
      <header>
        <h2>{labelIn(language, label)}</h2>
        <button type="button" className="icon-button" aria-label={t('indoor.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="indoor-acts">
        {levels
          .filter(({ id }) => goesTo.includes(id))
          .map((level) => (
            <button key={level.id} type="button" className="button" onClick={() => onLevel(level.id)}>
              {t('indoor.goesTo', { level: labelIn(language, level.label) })}
            </button>
          ))}
      </div>
    </section>
  )
}
