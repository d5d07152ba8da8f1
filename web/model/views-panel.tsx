import { useState } from 'react'
import { decodeViewpoint, encodeViewpoint } from '../../bim-viewer/viewer/viewpoint.ts'
import { useText } from '../i18n/use-text.tsx'
import { copyText } from '../panel/share-place.ts'
import { Icon } from '../ui/icon.tsx'
import { keepViews, readViews, type SavedView } from './saved-views.ts'
import { useModel } from './view-context.ts'

/** The link to this very picture, and viewpoints kept on this device. */
export function ViewsPanel() {
  const { t } = useText()
  const { placeId, version, viewer, source } = useModel()
  const [views, setViews] = useState(() => readViews(placeId, localStorage))
  const [isCopied, setCopied] = useState(false)
  const storeyGuids = source.building.storeys.map(({ guid }) => guid)
  const code = (): string => encodeViewpoint(viewer.viewpoint(), storeyGuids)
  const keep = (next: readonly SavedView[]): void => setViews(keepViews(placeId, next, localStorage))
  const share = async (view: { code: string; version: number }): Promise<void> => {
    const path = `/places/${placeId}/model?version=${view.version}#view=${view.code}`
    await copyText(new URL(path, location.origin).href)
    setCopied(true)
  }
  const open = (view: SavedView): void => {
    // Feature ids are those of a version: an older view opens with its own model.
    if (view.version !== version) location.assign(`/places/${placeId}/model?version=${view.version}#view=${view.code}`)
    const viewpoint = decodeViewpoint(view.code, storeyGuids, viewer.figures.features)
    if (viewpoint) viewer.setViewpoint(viewpoint)
  }
  return (
    <>
      <p className="model-actions">
        <button type="button" className="button primary" onClick={() => void share({ code: code(), version })}>
          {t('model.views.share')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() =>
            keep([{ name: t('model.views.named', { number: views.length + 1 }), version, code: code() }, ...views])
          }
        >
          {t('model.views.save')}
        </button>
      </p>
      {isCopied && <p role="status">{t('model.views.copied')}</p>}
      <p className="soft">{t(views.length === 0 ? 'model.views.none' : 'model.views.saved')}</p>
      <ul className="model-views">
        {views.map((view, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a view is its place in the list
          <li key={index} className="model-row">
            <input
              value={view.name}
              aria-label={t('model.views.name')}
              maxLength={60}
              onChange={(event) =>
                keep(views.map((each, at) => (at === index ? { ...each, name: event.target.value } : each)))
              }
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('model.views.open', { name: view.name })}
              onClick={() => open(view)}
            >
              <Icon name="next" />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`${t('model.views.share')}：${view.name}`}
              onClick={() => void share(view)}
            >
              <Icon name="copy" />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={t('model.views.remove', { name: view.name })}
              onClick={() => keep(views.filter((_, at) => at !== index))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
