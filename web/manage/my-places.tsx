import './manage.css'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton, Tag } from 'antd'
import { call } from '../api.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { goTo } from '../console/console-address.ts'
import { ConsoleLink } from '../console/console-link.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'

/** The places of the owner, with what waits at each. */
export default function MyPlaces() {
  const { t, language } = useText()
  const { data: types } = usePlaceTypes()
  const places = useQuery({ queryKey: ['my-places'], queryFn: ({ signal }) => call('myPlaces', { signal }) })
  return (
    <section>
      <div className="console-title">
        <h2>{t('manage.places')}</h2>
        <span className="row-actions">
          {places.data && places.data.items.length > 0 && (
            <ExportMenu query={{ mine: 1 }} note={t('export.noteMine')} />
          )}
          <a href="/">{t('manage.findToClaim')}</a>
        </span>
      </div>
      {places.isPending && <Skeleton active />}
      {places.isError && (
        <Alert
          type="error"
          showIcon
          title={places.error.message}
          action={<Button onClick={() => places.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {places.data?.items.length === 0 && (
        <Empty description={t('manage.noPlaces')}>
          <Button type="primary" href="/">
            {t('manage.findToClaim')}
          </Button>
        </Empty>
      )}
      <ul className="plain-rows">
        {places.data?.items.map((place) => (
          <li key={place.id}>
            <div className="row-main">
              <ConsoleLink to={`/manage/place/${place.id}`}>
                <b>{nameIn(language, place)}</b>
              </ConsoleLink>
              <p className="soft">
                {[nameOfType(types, place.type, language), t(`status.${place.status}`), place.addressZh]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <div className="row-actions">
              {place.draftState && <Tag color="blue">{t(`draft.state.${place.draftState}` as TextKey)}</Tag>}
              {place.newReports > 0 && (
                <Tag color={place.overdueReports > 0 ? 'red' : 'orange'}>
                  {t('manage.reportCount', { count: place.newReports })}
                </Tag>
              )}
              <Button onClick={() => goTo(`/manage/place/${place.id}`)}>{t('manage.edit')}</Button>
              <Button onClick={() => goTo(`/manage/files/${place.id}`)}>{t('files.title')}</Button>
              <Button onClick={() => goTo(`/manage/building/${place.id}`)}>{t('building.title')}</Button>
              <Button onClick={() => goTo(`/manage/spaces/${place.id}`)}>{t('spaces.title')}</Button>
              <Button onClick={() => goTo(`/manage/qr/${place.id}`)}>{t('qr.open')}</Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const nameOfType = (
  types: ReturnType<typeof usePlaceTypes>['data'],
  code: string,
  language: 'zh-CN' | 'en',
): string => {
  const type = types?.types.find((one) => one.code === code)
  return type ? nameIn(language, type) : code
}
