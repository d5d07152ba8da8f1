import { readFile } from 'node:fs/promises'
import { fromArrayBuffer } from 'geotiff'

/** Pixels with people at their centres, in the file's own system; or why it cannot be read. */
export type GeoTiffRead =
  | { system: string | null; x: Float64Array; y: Float64Array; people: Float64Array }
  | { unreadable: string }

const mostPixels = 200_000_000

/** Reads a raster of people; `systemOnly` leaves the pixels out. */
export async function readGeoTiff(path: string, systemOnly: boolean): Promise<GeoTiffRead> {
  const image = await openImage(path)
  if (!image) return { unreadable: 'The file is no GeoTIFF.' }
  const system = systemOf(image)
  if (systemOnly) return { system, x: new Float64Array(), y: new Float64Array(), people: new Float64Array() }
  const [width, height] = [image.getWidth(), image.getHeight()]
  if (width * height > mostPixels)
    return { unreadable: `The grid has ${width} × ${height} pixels; cut it to the provinces.` }
  const box = boxOf(image)
  if (!box) return { unreadable: 'The GeoTIFF does not say where it lies (no geotransform).' }
  const [west, south, east, north] = box
  const noData = image.getGDALNoData()
  const raster = (await image.readRasters({ samples: [0], interleave: true })) as unknown as ArrayLike<number>
  const pixels: number[] = []
  for (let pixel = 0; pixel < width * height; pixel++) {
    const people = raster[pixel]!
    if (people > 0 && people !== noData && Number.isFinite(people)) pixels.push(pixel)
  }
  return {
    system,
    x: Float64Array.from(pixels, (pixel) => west + (((pixel % width) + 0.5) * (east - west)) / width),
    y: Float64Array.from(pixels, (pixel) => north - ((Math.floor(pixel / width) + 0.5) * (north - south)) / height),
    people: Float64Array.from(pixels, (pixel) => raster[pixel]!),
  }
}

type Image = Awaited<ReturnType<Awaited<ReturnType<typeof fromArrayBuffer>>['getImage']>>

async function openImage(path: string): Promise<Image | null> {
  try {
    const bytes = await readFile(path)
    const tiff = await fromArrayBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    return await tiff.getImage()
  } catch {
    return null
  }
}

function systemOf(image: Image): string | null {
  const keys = image.getGeoKeys()
  const number = Number(keys?.ProjectedCSTypeGeoKey ?? keys?.GeographicTypeGeoKey)
  // 32767 says that the system is the user's own.
  return Number.isInteger(number) && number > 0 && number < 32_767 ? `EPSG:${number}` : null
}

function boxOf(image: Image): [number, number, number, number] | null {
  try {
    return image.getBoundingBox() as [number, number, number, number]
  } catch {
    return null
  }
}
