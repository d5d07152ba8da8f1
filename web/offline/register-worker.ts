/** Registers the worker after the first load, so that it does not compete with the first pins for the network. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const register = (): void => {
    navigator.serviceWorker
      .register('/service-worker.js')
      .then(() => navigator.serviceWorker.ready)
      // What this page has loaded before the worker was there is handed to it, so that the very first visit works offline.
      .then((registration) =>
        registration.active?.postMessage({
          kind: 'loaded',
          addresses: performance.getEntriesByType('resource').map((entry) => entry.name),
        }),
      )
      .catch(() => {
        // Private windows and plain http have no worker; everything but offline reading works.
      })
  }
  if (document.readyState === 'complete') setTimeout(register, 1500)
  else addEventListener('load', () => setTimeout(register, 1500), { once: true })
}
