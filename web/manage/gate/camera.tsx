import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/use-text.tsx'
import { qrReader } from './read-qr.ts'

/** Between two looks at the picture. */
const lookMs = 150
/** The same code again within this time is the same scan. */
const sameMs = 4_000

/** The camera: tells each code that comes into its sight, once. */
export function Camera({ onCode }: { onCode(token: string): void }) {
  const { t } = useText()
  const video = useRef<HTMLVideoElement>(null)
  const tell = useRef(onCode)
  tell.current = onCode
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    let stream: MediaStream | undefined
    const last = { token: '', at: 0 }
    const run = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      const element = video.current
      if (gone || !element) return stop(stream)
      element.srcObject = stream
      await element.play()
      const read = await qrReader()
      while (!gone) {
        const token = await read(element)
        const now = Date.now()
        if (token && (token !== last.token || now - last.at > sameMs)) tell.current(token)
        if (token) Object.assign(last, { token, at: now })
        await new Promise((resolve) => setTimeout(resolve, lookMs))
      }
    }
    run().catch(() => !gone && setFailed(true))
    return () => {
      gone = true
      if (stream) stop(stream)
    }
  }, [])
  if (failed) return <p className="notice">{t('gate.noCamera')}</p>
  return (
    <div className="gate-camera">
      <video ref={video} muted playsInline aria-label={t('gate.camera')} />
    </div>
  )
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}
