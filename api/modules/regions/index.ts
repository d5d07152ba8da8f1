import type { Module } from '../../core.ts'
import type { Layer } from '../../spatial/layers.ts'
import { routes } from './routes.ts'

const regionsLayer: Layer = {
  name: 'regions',
  titleZh: '行政区划',
  titleEn: 'Regions',
  geometry: 'area',
  minZoom: 0,
  maxZoom: 14,
  clustered: false,
  zooms: { field: 'level', from: { prefecture: 4, county: 7 } },
  fields: {
    code: { type: 'string', description: 'GB/T 2260 code' },
    level: { type: 'string', facet: true, inTile: true, description: 'province, prefecture or county' },
    name: { type: 'string', description: 'Chinese name' },
    nameEn: { type: 'string', description: 'English name' },
    population: { type: 'number', description: 'Residents, 2020 census' },
    lon: { type: 'number', description: 'Longitude of the label' },
    lat: { type: 'number', description: 'Latitude of the label' },
  },
}

export const regions: Module = { name: 'regions', layers: [regionsLayer], routes }
