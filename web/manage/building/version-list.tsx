import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Progress, Tag } from 'antd'
import { useState } from 'react'
import type { BuildingChanges, BuildingVersion } from '../../../api/contract/buildings.ts'
import { call } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'

export const isAtWork = ({ state }: BuildingVersion): boolean => state !== 'ready' && state !== 'refused'

const colours = { ready: 'green', refused: 'red' } as const

/** Versions of the model, the latest first: how far each is, why one was refused, what one changed. */
export function VersionList({ placeId, versions }: { placeId: number; versions: readonly BuildingVersion[] }) {
  const { t, language } = useText()
  const [opened, setOpened] = useState<number | null>(null)
  if (versions.length === 0) return <p className="soft">{t('building.none')}</p>
  const number = (value: number) => value.toLocaleString(language)
  return (
    <>
      <h3>{t('building.versions')}</h3>
      <ul className="rows building-versions">
        {versions.map((version) => (
          <li key={version.version}>
            <div className="row-main">
              <b>{t('building.version', { version: version.version })}</b> <span>{version.name}</span>
              <p className="soft">
                {new Date(version.createdAt).toLocaleString(language)}
                {version.figures &&
                  ` · ${t('building.figures', {
                    elements: number(version.figures.elements),
                    triangles: number(version.figures.triangles),
                    seconds: number(version.figures.seconds),
                  })}`}
              </p>
              {isAtWork(version) && (
                <Progress
                  percent={Math.round(version.progress * 100)}
                  status="active"
                  aria-label={t(`building.state.${version.state}`)}
                />
              )}
              {version.reason && <p role="alert">{t(`building.reason.${version.reason}`)}</p>}
            </div>
            <div className="row-actions">
              <span role="status">
                <Tag color={version.state in colours ? colours[version.state as keyof typeof colours] : 'blue'}>
                  {t(`building.state.${version.state}`)}
                </Tag>
              </span>
              {version.current && <Tag>{t('building.current')}</Tag>}
              {version.state === 'ready' && version.version > 1 && (
                <Button onClick={() => setOpened(version.version)}>{t('building.changes')}</Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Drawer
        open={opened !== null}
        title={opened !== null && t('building.changesOf', { version: opened })}
        onClose={() => setOpened(null)}
      >
        {opened !== null && <Changes placeId={placeId} version={opened} />}
      </Drawer>
    </>
  )
}

/** Longer lists are counted, not shown: a new export may touch every element. */
const mostShown = 200

function Changes({ placeId, version }: { placeId: number; version: number }) {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['building-changes', placeId, version],
    queryFn: ({ signal }) => call('buildingChanges', { params: { id: placeId, version }, signal }),
  })
  if (!data) return <p className="soft">{t('common.loading')}</p>
  const groups = [
    [t('building.added', { count: data.added.length }), data.added],
    [t('building.removed', { count: data.removed.length }), data.removed],
    [t('building.changed', { count: data.changed.length }), data.changed],
  ] as const
  if (groups.every(([, items]) => items.length === 0)) return <p className="soft">{t('building.noChanges')}</p>
  return groups.map(([title, items]) => (
    <section key={title}>
      <h4>{title}</h4>
      <ul className="building-changes">
        {(items as BuildingChanges['changed']).slice(0, mostShown).map((item) => (
          <li key={item.guid}>
            {item.name || item.guid} <span className="soft">{item.ifcClass}</span>
            {item.what && (
              <span className="soft"> · {item.what.map((one) => t(`building.what.${one}`)).join(' · ')}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  ))
}
