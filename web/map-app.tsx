import './map-page.css'
import './panel/panel.css'
import './panel/place.css'
import './print.css'
import './booking/fill-slot.ts'
import './model/fill-slot.ts'
import './indoor/fill-slot.ts'
import { MapPage } from './map-page.tsx'
import { MapStateProvider } from './state/use-map-state.tsx'

export function MapApp() {
  return (
    <MapStateProvider>
      <MapPage />
    </MapStateProvider>
  )
}
