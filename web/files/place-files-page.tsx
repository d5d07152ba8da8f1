import { usePlace } from '../client/queries.ts'
import { usePathname } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { PlaceFiles } from './place-files.tsx'

/** `/manage/files/:id` */
export default function PlaceFilesPage() {
  const { t, language } = useText()
  const placeId = Number(/\/files\/(\d+)/.exec(usePathname())?.[1])
  const { data: place } = usePlace(placeId)
  return (
    <>
      <div className="console-title">
        <h2>
          {t('files.title')}
          {place && ` · ${nameIn(language, place)}`}
        </h2>
      </div>
      <PlaceFiles placeId={placeId} />
    </>
  )
}
