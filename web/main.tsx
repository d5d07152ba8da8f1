import './tokens.css'
import './base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { configQuery, makeQueryClient, placeTypesQuery, regionsQuery } from './client/queries.ts'
import { TextProvider } from './i18n/use-text.tsx'
import { registerWorker } from './offline/register-worker.ts'
import { pageOf } from './pages.ts'
import { applyTheme } from './theme.ts'
import { PageBoundary } from './ui/page-boundary.tsx'

applyTheme()

const client = makeQueryClient()
const loadMap = () => import('./map-app.tsx').then(({ MapApp }) => ({ default: MapApp }))

// Each page is a chunk of its own, asked for before React starts; the map's first data is on its way at the same time.
const page = pageOf(location.pathname)
const loading: Promise<{ default: ComponentType }> = (page?.load ?? loadMap)()
if (!page) {
  void client.prefetchQuery(configQuery)
  void client.prefetchQuery(placeTypesQuery)
  void client.prefetchQuery(regionsQuery)
}
const ShownPage = lazy(() => loading)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <TextProvider>
      <PageBoundary>
        <QueryClientProvider client={client}>
          <Suspense fallback={<div className="page-loading" />}>
            <ShownPage />
          </Suspense>
        </QueryClientProvider>
      </PageBoundary>
    </TextProvider>
  </StrictMode>,
)

registerWorker()
