import './manage.css'
import './qr-sheet.css'
import { useQueries } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { toDataURL } from 'qrcode'
import type { Place } from '../../api/contract/place-record.ts'
import { usePlace } from '../client/queries.ts'
import { usePathname } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { pieceKeys } from '../panel/equipment-keys.ts'

/** `/manage/qr/7`: an A4 sheet to cut out, one code for each kind of equipment and one for the place. */
export default function QrSheet() {
  const { t, language } = useText()
  const id = Number(/\/manage\/qr\/(\d+)/.exec(usePathname())?.[1])
  const { data: place } = usePlace(id)
  const labels = place ? labelsOf(place, language) : []
  const codes = useQueries({
    queries: labels.map(({ address }) => ({
      queryKey: ['qr', address],
      queryFn: () => toDataURL(address, { errorCorrectionLevel: 'Q', margin: 1, width: 480 }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  if (!place) return <Skeleton active />
  return (
    <section>
      <div className="console-title no-print">
        <h2>{t('qr.title', { place: nameIn(language, place) })}</h2>
        <Button type="primary" onClick={() => print()}>
          {t('qr.print')}
        </Button>
      </div>
      <ul className="qr-sheet">
        {labels.map(({ address, name }, index) => (
          <li key={address}>
            {codes[index]?.data && <img src={codes[index].data} alt={address} width={160} height={160} />}
            <b>{name}</b>
            <span>{nameIn(language, place)}</span>
            <small>{t('qr.scan')}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function labelsOf(place: Place, language: 'zh-CN' | 'en'): { address: string; name: string }[] {
  const address = `${location.origin}/places/${place.id}/report`
  const pieces = pieceKeys(place.equipment).map(({ key, piece }) => ({
    address: `${address}?equipment=${encodeURIComponent(key)}`,
    name: nameIn(language, piece) || piece.kind,
  }))
  return [...pieces, { address, name: nameIn(language, place) }]
}
