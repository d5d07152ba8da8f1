// A new thread starts without the loader that runs TypeScript: it is put in here, then the worker itself is read.
import { register } from 'tsx/esm/api'

register()
await import('./coverage-worker.ts')
