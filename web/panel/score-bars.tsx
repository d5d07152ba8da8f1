import type { RankedPlace } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { scoreShares } from './score-shares.ts'

/** Why a place is ranked where it is: each part of its score as a bar against the most it could have brought. */
export function ScoreBars({ item, weights }: { item: RankedPlace; weights: RankedPlace['scoreParts'] }) {
  const { t } = useText()
  return (
    <span className="score-bars">
      {scoreShares(item.scoreParts, weights).map(({ part, share }) => (
        <span key={part} className="score-part">
          <span className="score-word">{t(`near.part.${part}`)}</span>
          {/* The words carry the meaning; the number is for those who cannot see the bar. */}
          <span className="score-bar" role="img" aria-label={`${Math.round(share * 100)}%`}>
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
        </span>
      ))}
    </span>
  )
}
