import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { modelSourceQuery } from './use-building.ts'
import { useNames } from './use-names.ts'
import { useModel } from './view-context.ts'

type Changes = ReplyOf<'buildingChanges'>

const guidsOf = (items: readonly { guid: string }[]): string[] => items.map(({ guid }) => guid)

/** What this version added, changed and removed against the one before, in lists and marked on the model. */
export function ComparePanel() {
  const { t } = useText()
  const { placeId, version, viewer } = useModel()
  const client = useQueryClient()
  const changes = useQuery({
    queryKey: ['building-changes', placeId, version],
    queryFn: ({ signal }) => call('buildingChanges', { params: { id: placeId, version }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [isMarked, setMarked] = useState(false)
  const marking = useMutation({
    mutationFn: async ({ against, added, changed, removed }: Changes) => {
      const source = await client.fetchQuery(modelSourceQuery(placeId, against!))
      await viewer.compare({
        ...source,
        added: guidsOf(added),
        changed: guidsOf(changed),
        removed: guidsOf(removed),
      })
    },
    onMutate: () => setMarked(true),
    onError: () => setMarked(false),
  })
  // Marks go with their panel.
  useEffect(() => () => void viewer.compare(null), [viewer])
  if (changes.error) {
    return (
      <p className="inline-problem" role="alert">
        {t('model.compare.failed')}{' '}
        <button type="button" className="text-button" onClick={() => void changes.refetch()}>
          {t('common.retry')}
        </button>
      </p>
    )
  }
  if (!changes.data) return <div className="skeleton model-sets-loading" aria-busy="true" />
  const { against, added, changed, removed } = changes.data
  if (against === null) return <p>{t('model.compare.first')}</p>
  if (added.length + changed.length + removed.length === 0)
    return <p>{t('model.compare.same', { version: against })}</p>
  const stop = (): void => {
    setMarked(false)
    void viewer.compare(null)
  }
  return (
    <>
      <p>{t('model.compare.with', { version: against })}</p>
      <p className="model-actions">
        <button
          type="button"
          className={isMarked ? 'button' : 'button primary'}
          disabled={marking.isPending}
          onClick={() => (isMarked ? stop() : marking.mutate(changes.data))}
        >
          {t(isMarked ? 'model.compare.stop' : 'model.compare.start')}
        </button>
      </p>
      {marking.isError && (
        <p className="inline-problem" role="alert">
          {t('model.compare.failed')}
        </p>
      )}
      <ChangeList kind="added" items={added} />
      <ChangeList kind="changed" items={changed} />
      <ChangeList kind="removed" items={removed} />
    </>
  )
}

const mostRows = 200

type Row = Changes['added'][number] & Partial<Pick<Changes['changed'][number], 'what'>>

function ChangeList({ kind, items }: { kind: 'added' | 'changed' | 'removed'; items: readonly Row[] }) {
  const { t } = useText()
  const { viewer } = useModel()
  const { nameOfClass } = useNames()
  if (items.length === 0) return null
  return (
    <details className="model-set" open>
      <summary>
        <i className={`model-difference ${kind}`} aria-hidden="true" /> {t(`model.compare.${kind}`)} {items.length}
      </summary>
      <ul className="model-elements">
        {items.slice(0, mostRows).map((item) => {
          const feature = kind === 'removed' ? undefined : viewer.featureOf(item.guid)
          const what = item.what?.map((each) => t(`model.compare.what.${each}`)).join('、')
          const words = `${item.name || nameOfClass(item.ifcClass)}${what ? ` · ${what}` : ''}`
          return (
            <li key={item.guid} className="model-row">
              {feature === undefined ? (
                <span className="model-element">{words}</span>
              ) : (
                <button
                  type="button"
                  className="model-element"
                  onClick={() => {
                    viewer.setLook({ selected: new Set([feature]) })
                    viewer.fit([feature])
                  }}
                >
                  {words}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
