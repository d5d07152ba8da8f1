import { errors } from '../../errors.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const timeoutMs = 10_000

/** One call of a payment provider. @throws 503 provider-unreachable, Error for what it refuses. */
export async function callProvider(
  fetch: Fetch,
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: string },
): Promise<{ text: string; headers: Record<string, string> }> {
  const response = await fetch(url, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => cause as Error)
  if (!(response instanceof Response)) {
    throw errors.unavailable(
      'provider-unreachable',
      'The payment provider does not answer just now. Nothing was charged; try again.',
    )
  }
  const text = await response.text()
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}: ${text.slice(0, 300)}`)
  return { text, headers: Object.fromEntries(response.headers) }
}
