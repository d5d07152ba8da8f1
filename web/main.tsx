import './tokens.css'
import './base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { configQuery, makeQueryClient, placeTypesQuery, regionsQuery } from './client/queries.ts'
import { TextProvider } from './i18n/use-text.tsx'
import { registerWorker } from './offline/register-worker.ts'
import { applyTheme } from './theme.ts'
import { PageBoundary } from './ui/page-boundary.tsx'

applyTheme()

const client = makeQueryClient()
const isAdmin = /^\/admin(?:\/|$)/.test(location.pathname)

// Each page is a chunk of its own, asked for before React starts; the map's first data is on its way at the same time.
const loadMap = () => import('./map-app.tsx')
const loadAdmin = () => import('./admin/admin-page.tsx')
if (isAdmin) void loadAdmin()
else {
  void loadMap()
  void client.prefetchQuery(configQuery)
  void client.prefetchQuery(placeTypesQuery)
  void client.prefetchQuery(regionsQuery)
}
const MapApp = lazy(() => loadMap().then(({ MapApp: page }) => ({ default: page })))
const AdminPage = lazy(() => loadAdmin().then(({ AdminPage: page }) => ({ default: page })))

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <TextProvider>
      <PageBoundary>
        <QueryClientProvider client={client}>
          <Suspense fallback={<div className="page-loading" />}>{isAdmin ? <AdminPage /> : <MapApp />}</Suspense>
        </QueryClientProvider>
      </PageBoundary>
    </TextProvider>
  </StrictMode>,
)

registerWorker()
