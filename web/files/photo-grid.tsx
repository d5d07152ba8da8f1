import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Picture } from './picture.tsx'
import { isBeingMade } from './use-files.ts'

interface Props {
  placeId: number
  photos: readonly FileRecord[]
  mayChange: boolean
  onChanged(): Promise<void>
  onDelete(file: FileRecord): void
  onProblem(error: unknown): void
}

/** The photos in their order: dragged, or moved by two buttons (and the arrow keys on them); captions are saved when left. */
export function PhotoGrid({ placeId, photos, mayChange, onChanged, onDelete, onProblem }: Props) {
  const { t, language } = useText()
  const [dragged, setDragged] = useState<number | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const moved = useRef<{ id: FileRecord['id']; label: string } | null>(null)
  const move = async (from: number, to: number) => {
    if (to < 0 || to >= photos.length || from === to) return
    const ids = photos.map(({ id }) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    await call('orderPhotos', { params: { id: placeId }, body: { ids } }).catch(onProblem)
    await onChanged()
  }
  const order = photos.map(({ id }) => id).join()
  /** The button that moved a photo keeps the focus where the photo went. */
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the order has changed
  useEffect(() => {
    if (!moved.current) return
    const { id, label } = moved.current
    moved.current = null
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>(`[data-photo="${id}"] button`) ?? [])]
    const able = buttons.filter((button) => !button.disabled)
    const same = able.find((button) => button.getAttribute('aria-label') === label)
    ;(same ?? able[0])?.focus()
  }, [order])
  const moveByKey = (event: KeyboardEvent, index: number) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (by === 0 || !(event.target instanceof HTMLButtonElement)) return
    event.preventDefault()
    moved.current = { id: photos[index]!.id, label: event.target.getAttribute('aria-label') ?? '' }
    void move(index, index + by)
  }
  const saveCaption = async (photo: FileRecord, text: string) => {
    const key = language === 'en' ? 'captionEn' : 'captionZh'
    if (text === photo[key]) return
    await call('changeFile', { params: { id: photo.id }, body: { [key]: text }, ifMatch: photo.version }).catch(
      onProblem,
    )
    await onChanged()
  }
  return (
    <ul className="photo-grid" ref={list}>
      {photos.map((photo, index) => (
        <li
          key={photo.id}
          data-photo={photo.id}
          draggable={mayChange}
          onDragStart={() => setDragged(index)}
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={(event) => {
            if (dragged === null) return
            event.preventDefault()
            event.stopPropagation()
            setDragged(null)
            void move(dragged, index)
          }}
        >
          {photo.pictures.length > 0 ? (
            <Picture
              pictures={photo.pictures}
              alt={captionOf(photo, language) || photo.name}
              sizes="(max-width: 600px) 46vw, 240px"
            />
          ) : (
            <span className="photo-pending soft">
              {isBeingMade(photo) ? t('files.processing') : t('files.unreadable')}
            </span>
          )}
          {mayChange && (
            <>
              <input
                className="photo-caption"
                defaultValue={language === 'en' ? photo.captionEn : photo.captionZh}
                key={`${photo.version} ${language}`}
                placeholder={t('files.caption')}
                aria-label={t('files.captionOf', { name: photo.name })}
                maxLength={200}
                onBlur={({ target }) => void saveCaption(photo, target.value.trim())}
              />
              {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the buttons in it */}
              <div className="photo-tools" onKeyDown={(event) => moveByKey(event, index)}>
                <Tool
                  name="back"
                  label={t('files.moveEarlier')}
                  disabled={index === 0}
                  onClick={() => void move(index, index - 1)}
                />
                <Tool
                  name="next"
                  label={t('files.moveLater')}
                  disabled={index === photos.length - 1}
                  onClick={() => void move(index, index + 1)}
                />
                <Tool name="close" label={t('files.delete')} onClick={() => onDelete(photo)} />
              </div>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

const captionOf = (photo: FileRecord, language: string): string =>
  language === 'en' ? photo.captionEn || photo.captionZh : photo.captionZh || photo.captionEn

interface ToolProps {
  name: 'back' | 'next' | 'close'
  label: string
  disabled?: boolean
  onClick(): void
}

function Tool({ name, label, disabled = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={name} size={18} />
    </button>
  )
}
