import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  /** Of the page that the code leads to. */
  address: string
  placeName: string
  spotName: string
  onClose(): void
}

/** A sheet for the wall: «you are here», and a code that opens the map at this point. Printed, it is all that is on the paper. */
export function HereSheet({ address, placeName, spotName, onClose }: Props) {
  const { t } = useText()
  const [spot, setSpot] = useState(spotName)
  const { data: code } = useQuery({
    queryKey: ['qr', address],
    queryFn: async () => {
      const { toDataURL } = await import('qrcode')
      return toDataURL(address, { errorCorrectionLevel: 'Q', margin: 1, width: 720 })
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="indoor-sheet" aria-label={t('indoor.code')}>
      <div className="indoor-sheet-bar no-print">
        <p className="soft">{t('indoor.codeHow')}</p>
        <label className="indoor-sheet-spot">
          <span className="soft">{t('indoor.codeSpot')}</span>
          <input value={spot} maxLength={60} onChange={(event) => setSpot(event.target.value)} />
        </label>
        <button type="button" className="button primary" onClick={() => print()}>
          {t('indoor.print')}
        </button>
        <button type="button" className="icon-button" aria-label={t('indoor.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="indoor-paper">
        <p className="indoor-paper-title">{t('indoor.codeTitle')}</p>
        <p className="indoor-paper-spot">{spot}</p>
        {code ? (
          <img src={code} alt={address} width={280} height={280} />
        ) : (
          <span className="skeleton indoor-paper-code" />
        )}
        <p>{t('indoor.codeScan')}</p>
        <p className="indoor-paper-place">{placeName}</p>
      </div>
    </section>
  )
}
