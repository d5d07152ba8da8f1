import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Level, Logger } from 'pino'
import { pinoHttp } from 'pino-http'

const acceptableId = /^[\w.-]{8,64}$/

/** One JSON line a finished request with its id; queries, cookies, passwords and tokens never reach the log. */
export function requestLog(log: Logger, production: boolean) {
  return pinoHttp<IncomingMessage, ServerResponse, never>({
    logger: log,
    genReqId(request: IncomingMessage, response: ServerResponse) {
      const given = request.headers['x-request-id']
      const id = typeof given === 'string' && acceptableId.test(given) ? given : randomUUID()
      response.setHeader('X-Request-Id', id)
      return id
    },
    customLogLevel(_request, response, error): Level {
      if (error || response.statusCode >= 500) return 'error'
      return production ? 'info' : 'debug'
    },
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  })
}
