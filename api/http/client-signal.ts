import type { ServerResponse } from 'node:http'

/** A signal that is aborted when the client leaves before the reply is finished; a socket that fails closes its response too. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
