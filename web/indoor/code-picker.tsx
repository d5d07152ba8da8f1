import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  placeId: number
  isPicking: boolean
  onPick(on: boolean): void
}

/** For who keeps the place: a «you are here» code for any point of a floor, picked on the plan. */
export function CodePicker({ placeId, isPicking, onPick }: Props) {
  const { t } = useText()
  const person = usePerson().data
  const { data } = useQuery({
    queryKey: ['building', placeId],
    queryFn: ({ signal }) => call('getBuilding', { params: { id: placeId }, signal }),
    enabled: Boolean(person),
    staleTime: 300_000,
  })
  if (!data?.mayChange) return null
  return (
    <section className="indoor-code-picker" aria-label={t('indoor.codeAnywhere')}>
      {isPicking && <p role="status">{t('indoor.codePick')}</p>}
      <button type="button" className="button" aria-pressed={isPicking} onClick={() => onPick(!isPicking)}>
        <Icon name={isPicking ? 'close' : 'pin'} size={18} />
        {t(isPicking ? 'indoor.codePickEnd' : 'indoor.codeAnywhere')}
      </button>
    </section>
  )
}
