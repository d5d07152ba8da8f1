import { useCallback, useState } from 'react'
import { useText } from '../i18n/use-text.tsx'

export interface Position {
  lon: number
  lat: number
  accuracyMetres: number
}

/** The browser's position, asked for only when somebody presses for it; a refusal comes with the way around it. */
export function usePosition(onFound: (position: Position) => void) {
  const { t } = useText()
  const [locating, setLocating] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = useCallback(() => {
    if (!('geolocation' in navigator)) {
      setProblem(t('locate.unsupported'))
      return
    }
    setLocating(true)
    setProblem(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false)
        onFound({ lon: coords.longitude, lat: coords.latitude, accuracyMetres: coords.accuracy })
      },
      (error) => {
        setLocating(false)
        setProblem(t(error.code === error.PERMISSION_DENIED ? 'locate.denied' : 'locate.failed'))
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    )
  }, [onFound, t])
  return { locating, problem, ask, forgetProblem: () => setProblem(null) }
}
