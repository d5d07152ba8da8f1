import type { Response } from 'express'

/** A signal that is aborted when the client leaves before the reply is finished; a socket that fails closes its response too. */
export function clientSignal(response: Response): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
