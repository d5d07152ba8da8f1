import sharp from 'sharp'
import { errors } from '../../errors.ts'

// One thread and no cache: pictures are a side job beside requests, on machines with two cores.
sharp.concurrency(1)
sharp.cache(false)

/** More than any phone takes, and decoded line by line still small. A bomb says more in its head, or fails on the way. */
export const mostPixels = 120_000_000

export const openPicture = (input: string | Buffer) =>
  sharp(input, { limitInputPixels: mostPixels, failOn: 'warning', sequentialRead: true, pages: 1 })

let queue: Promise<unknown> = Promise.resolve()

/**
 * Decodes a picture to its end, one at a time; its size as it is shown (orientation applied).
 * @throws 422 picture-too-large, 422 file-damaged.
 */
export function checkPicture(path: string): Promise<{ width: number; height: number }> {
  const turn = queue.then(() => decode(path))
  queue = turn.catch(() => {})
  return turn
}

async function decode(path: string): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient, width, height } = await openPicture(path).metadata()
    if (width * height > mostPixels) throw tooLarge(width, height)
    await openPicture(path).resize(64, 64, { fit: 'fill' }).raw().toBuffer()
    return { width: autoOrient.width, height: autoOrient.height }
  } catch (error) {
    if (/pixel limit/i.test(String((error as Error).message))) throw tooLarge()
    if (error instanceof Error && error.name === 'ProblemError') throw error
    throw damaged()
  }
}

export const damaged = () =>
  errors.invalid('file-damaged', 'The file is damaged or was cut off; nothing was stored. Export or download it anew.')

function tooLarge(width?: number, height?: number) {
  const size = width ? `${width} × ${height} pixels` : 'Its size'
  return errors.invalid(
    'picture-too-large',
    `${size} is more than the ${mostPixels / 1_000_000} million pixels that are taken; nothing was stored. Make it smaller and send it again.`,
  )
}
