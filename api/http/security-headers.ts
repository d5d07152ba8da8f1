import helmet from 'helmet'
import type { BaseMap } from '../config.ts'

/** Helmet with a policy that lets the page reach this host and the configured base maps, and nothing else. */
export function securityHeaders(baseMaps: readonly BaseMap[], https: boolean) {
  const hosts = [...new Set(baseMaps.flatMap((map) => [map.url, map.darkUrl ?? map.url]).map(originPattern))]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
        // The decoder of models is WebAssembly in our own script; this allows compiling it and no text as code.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...hosts],
        connectSrc: ["'self'", ...hosts],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    originAgentCluster: false,
  })
}

/** `https://t{s}.host/…` → `https://*.host`: subdomain templates become a wildcard. */
function originPattern(url: string): string {
  const origin = /^https?:\/\/[^/]+/.exec(url)?.[0] ?? ''
  return origin.includes('{') ? origin.replace(/\/\/[^.]*\{[^}]*\}[^.]*\./, '//*.') : origin
}
