import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

const size = 220

/** The Lorenz curve of access: the farther from the diagonal, the less equal. */
export function LorenzChart({ runId, region }: { runId: number; region: string }) {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['plan-lorenz', runId, region],
    queryFn: ({ signal }) => call('lorenz', { params: { id: runId }, query: { region }, signal }),
  })
  if (!data || data.gini === null) return null
  const path = data.curve
    .map(([people, access], i) => `${i ? 'L' : 'M'}${people * size} ${size - access * size}`)
    .join('')
  return (
    <figure className="plan-lorenz">
      <svg
        viewBox={`-2 -2 ${size + 4} ${size + 4}`}
        width={size}
        height={size}
        role="img"
        aria-label={t('plan.lorenz', { gini: data.gini.toFixed(3) })}
      >
        <rect width={size} height={size} className="plan-lorenz-frame" />
        <path d={`M0 ${size}L${size} 0`} className="plan-lorenz-equal" />
        <path d={path} className="plan-lorenz-curve" />
      </svg>
      <figcaption>{t('plan.lorenz', { gini: data.gini.toFixed(3) })}</figcaption>
    </figure>
  )
}
