// Start of the thread that makes rows. Plain JavaScript because a worker thread does not inherit the TypeScript loader of the
// process on every launcher.
import { register } from 'tsx/esm/api'

register()
const { sendRows } = await import('./send-rows.ts')
sendRows()
