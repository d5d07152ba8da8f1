import type { QRCode } from 'jsqr'

/** What a camera's picture says: by the browser's own detector where there is one, else by a library loaded only then. */
export type ReadQr = (video: HTMLVideoElement) => Promise<string | null>

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

/** Enough for a code that fills a third of the picture, and quick on an old phone. */
const widthPixels = 480

let reader: Promise<ReadQr> | undefined

/** Asked for when the gate is opened, while there is a network to load the library over; a failed load is tried again. */
export function qrReader(): Promise<ReadQr> {
  reader ??= makeReader().catch((error) => {
    reader = undefined
    throw error
  })
  return reader
}

async function makeReader(): Promise<ReadQr> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (Native && (await Native.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null
  }
  const { default: decode } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  return async (video) => {
    if (video.videoWidth === 0) return null
    canvas.width = widthPixels
    canvas.height = Math.round((video.videoHeight / video.videoWidth) * widthPixels)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const found: QRCode | null = decode(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })
    return found?.data ?? null
  }
}
