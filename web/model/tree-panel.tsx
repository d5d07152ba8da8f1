import { useDeferredValue, useMemo, useState } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { ModelIcon } from './model-icon.tsx'
import { type Grouping, groupings, searchElements, type TreeGroup, treeOf } from './tree.ts'
import { useNames } from './use-names.ts'
import { useModel } from './view-context.ts'

const rowsAtOnce = 60

/** Elements by storey, class or space, and the search over them. */
export function TreePanel() {
  const { t } = useText()
  const { source, viewer, state } = useModel()
  const { nameOfElement, nameOfClass } = useNames()
  const [grouping, setGrouping] = useState<Grouping>('storey')
  const [words, setWords] = useState('')
  const sought = useDeferredValue(words)
  const groups = useMemo(() => treeOf(source.building, grouping), [source, grouping])
  const found = useMemo(
    () =>
      searchElements(source.building, sought, (id) => {
        const ifcClass = source.building.elements[id]?.ifcClass ?? ''
        return `${nameOfClass(ifcClass)} ${nameOfElement(id)}`
      }),
    [source, sought, nameOfClass, nameOfElement],
  )
  return (
    <>
      <input
        type="search"
        value={words}
        placeholder={t('model.search')}
        aria-label={t('model.search')}
        onChange={(event) => setWords(event.target.value)}
      />
      {sought.trim() ? (
        <>
          <p className="model-found soft" role="status">
            {found.length === 0
              ? t('model.search.none', { words: sought.trim() })
              : t('model.search.count', { count: found.length })}
            {found.length > 0 && (
              <button
                type="button"
                className="text-button"
                onClick={() => {
                  viewer.setLook({ selected: new Set(found), ...spacesIfNeeded(source.building.elements, found) })
                  viewer.fit(found.slice(0, 200))
                }}
              >
                {t('model.search.all')}
              </button>
            )}
          </p>
          <ElementRows features={found} />
        </>
      ) : (
        <>
          <fieldset className="segments" aria-label={t('model.tree')}>
            {groupings.map((each) => (
              <label key={each} className="segment">
                <input type="radio" name="grouping" checked={grouping === each} onChange={() => setGrouping(each)} />
                <span>{t(`model.by.${each}`)}</span>
              </label>
            ))}
          </fieldset>
          <ul className="model-tree">
            {groups.map((group) => (
              <GroupRow key={group.key} group={group} kind={grouping} selected={state.look.selected} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

interface GroupProps {
  group: TreeGroup
  kind: Grouping
  selected: ReadonlySet<number>
}

function GroupRow({ group, kind, selected }: GroupProps) {
  const { t } = useText()
  const names = useNames()
  const { viewer } = useModel()
  const [isOpen, setOpen] = useState(false)
  const name =
    kind === 'class'
      ? names.nameOfClass(group.key ?? '')
      : kind === 'storey'
        ? names.nameOfStorey(group.key)
        : group.key === null
          ? t('model.noSpace')
          : names.nameOfSpace(group.key)
  return (
    <li>
      <div className="model-row">
        <button type="button" className="model-open" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'down' : 'next'} size={16} />
          <span>{name}</span>
          <small className="soft">{group.features.length}</small>
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={`${t('model.isolate')}：${name}`}
          onClick={() => {
            viewer.setLook({ isolated: new Set(group.features) })
            viewer.fit(group.features.slice(0, 2_000))
          }}
        >
          <Icon name="filter" size={16} />
        </button>
        <EyeButton features={group.features} name={name} />
      </div>
      {isOpen &&
        (group.groups.length > 0 ? (
          <ul>
            {group.groups.map((inner) => (
              <GroupRow key={inner.key} group={inner} kind="class" selected={selected} />
            ))}
          </ul>
        ) : (
          <ElementRows features={group.features} />
        ))}
    </li>
  )
}

/** Rows of elements; more on demand, since a storey can have thousands. */
function ElementRows({ features }: { features: readonly number[] }) {
  const { t } = useText()
  const { viewer, state, source } = useModel()
  const { nameOfElement } = useNames()
  const [shown, setShown] = useState(rowsAtOnce)
  return (
    <ul className="model-elements">
      {features.slice(0, shown).map((id) => (
        <li key={id} className="model-row">
          <button
            type="button"
            className="model-element"
            aria-pressed={state.look.selected.has(id)}
            onClick={() => {
              viewer.setLook({ selected: new Set([id]), ...spacesIfNeeded(source.building.elements, [id]) })
              viewer.fit([id])
            }}
          >
            {nameOfElement(id)}
          </button>
          <EyeButton features={[id]} name={nameOfElement(id)} />
        </li>
      ))}
      {features.length > shown && (
        <li>
          <button type="button" className="text-button" onClick={() => setShown(shown + 5 * rowsAtOnce)}>
            {t('model.more', { count: Math.min(5 * rowsAtOnce, features.length - shown) })}
          </button>
        </li>
      )}
    </ul>
  )
}

/** A chosen space must be seen. */
const spacesIfNeeded = (elements: readonly { ifcClass: string }[], ids: readonly number[]): { spaces?: true } =>
  ids.some((id) => elements[id]?.ifcClass === 'IfcSpace') ? { spaces: true } : {}

function EyeButton({ features, name }: { features: readonly number[]; name: string }) {
  const { t } = useText()
  const { viewer, state } = useModel()
  const { hidden } = state.look
  const isHidden = features.every((id) => hidden.has(id))
  const toggle = (): void => {
    const next = new Set(hidden)
    for (const id of features) {
      if (isHidden) next.delete(id)
      else next.add(id)
    }
    viewer.setLook({ hidden: next })
  }
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label={t(isHidden ? 'model.show' : 'model.hideOne', { name })}
      onClick={toggle}
    >
      <ModelIcon name={isHidden ? 'hidden' : 'eye'} size={16} />
    </button>
  )
}
