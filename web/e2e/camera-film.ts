import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The film (MJPEG) that a page's camera shows; read when a page opens its camera. */
export const cameraFilm = join(tmpdir(), `venue-atlas-camera-${process.pid}.mjpeg`)
