import type { BaseMap, Config } from './config.ts'

/** Base maps of this deployment: Tianditu when a key is configured, then the further ones. None by default: our own base needs no host. */
export function configuredBaseMaps(config: Pick<Config, 'TIANDITU_KEY' | 'BASE_MAPS'>): BaseMap[] {
  const key = config.TIANDITU_KEY
  return [
    ...(key
      ? [tianditu('vec', '天地图', 'Tianditu map', key), tianditu('img', '天地图影像', 'Tianditu imagery', key)]
      : []),
    ...config.BASE_MAPS,
  ]
}

/** Web-Mercator WMTS of the national platform; its CGCS2000 is taken as WGS84 (difference below a metre). */
function tianditu(layer: 'vec' | 'img', nameZh: string, nameEn: string, key: string): BaseMap {
  const parameters = `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles`
  return {
    name: `tianditu-${layer}`,
    nameZh,
    nameEn,
    kind: 'xyz',
    url: `https://t{s}.tianditu.gov.cn/${layer}_w/wmts?${parameters}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`,
    datum: 'WGS84',
    attribution: '天地图 © 国家地理信息公共服务平台',
    minZoom: 1,
    maxZoom: 18,
    tileSize: 256,
    darkUrl: null,
  }
}
