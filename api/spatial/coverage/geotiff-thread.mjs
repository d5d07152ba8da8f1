// A process of its own starts without the loader that runs TypeScript: it is put in here, then the reader itself.
import { register } from 'tsx/esm/api'

register()
const { readGeoTiff } = await import('./read-geotiff.ts')
const [path, wanted] = process.argv.slice(2)
process.send(await readGeoTiff(path, wanted === 'system'), () => process.exit(0))
