import type { Request, Response } from 'express'

/** A signal that is aborted when the client leaves before the reply is finished. */
export function clientSignal(request: Request, response: Response): AbortSignal {
  const controller = new AbortController()
  request.socket.once('error', () => controller.abort())
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
