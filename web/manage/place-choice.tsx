import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton } from 'antd'
import { call } from '../api.ts'
import { ConsoleLink } from '../console/console-link.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** For pages that are of one place: which of mine? */
export function PlaceChoice({ title, path }: { title: string; path: string }) {
  const { language, t } = useText()
  const places = useQuery({ queryKey: ['my-places'], queryFn: ({ signal }) => call('myPlaces', { signal }) })
  return (
    <section>
      <div className="console-title">
        <h2>{title}</h2>
      </div>
      <p className="soft">{t('desk.choosePlace')}</p>
      {places.isPending && <Skeleton active />}
      {places.isError && <p role="alert">{places.error.message}</p>}
      {places.data?.items.length === 0 && <Empty description={t('manage.noPlaces')} />}
      <ul className="plain-rows">
        {places.data?.items.map((place) => (
          <li key={place.id}>
            <ConsoleLink to={`${path}/${place.id}`}>
              <b>{nameIn(language, place)}</b>
            </ConsoleLink>
            <span className="soft">{place.addressZh}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
