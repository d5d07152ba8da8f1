/** Directly from the loopback address: a request that came through a proxy on this host does not count. */
export function isThisHost(address: string, header: (name: string) => string | undefined): boolean {
  const loopback = address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
  return loopback && !header('x-forwarded-for') && !header('forwarded')
}
