import { convertPosition, type Datum } from './datum.ts'

/** Links that open the way to a place in map apps. Each has its own datum, axis order and names of modes; see the table in navigation.test.ts. */

export type TravelMode = 'walk' | 'ride' | 'drive' | 'transit'

export interface Stop {
  /** WGS84. */
  lon: number
  lat: number
  name: string
}

export interface NavigationLink {
  app: 'amap' | 'baidu' | 'tencent' | 'apple' | 'geo'
  nameZh: string
  nameEn: string
  url: string
}

const appName = 'venue-atlas'

/**
 * Positions go in the datum that each app itself uses, with that datum named: an app that overlooks the flag is then right as well.
 * @param from where the way starts; the app takes the user's position when it is left out
 */
export function navigationUrls(to: Stop, mode: TravelMode, from?: Stop): NavigationLink[] {
  return [
    { app: 'amap', nameZh: '高德地图', nameEn: 'AMap', url: amapUrl(to, mode, from) },
    { app: 'baidu', nameZh: '百度地图', nameEn: 'Baidu Maps', url: baiduUrl(to, mode, from) },
    { app: 'tencent', nameZh: '腾讯地图', nameEn: 'Tencent Maps', url: tencentUrl(to, mode, from) },
    { app: 'apple', nameZh: '苹果地图', nameEn: 'Apple Maps', url: appleUrl(to, mode, from) },
    { app: 'geo', nameZh: '其他地图', nameEn: 'Other map app', url: geoUrl(to) },
  ]
}

const amapModes = { walk: 'walk', ride: 'ride', drive: 'car', transit: 'bus' } as const

/** Longitude first; the name is the third of a comma-separated list. */
function amapUrl(to: Stop, mode: TravelMode, from?: Stop): string {
  const stop = (place: Stop) => {
    const [lon, lat] = degrees(place, 'GCJ-02')
    return `${lon},${lat},${encode(place.name.replaceAll(',', '，'))}`
  }
  const origin = from ? `from=${stop(from)}&` : ''
  return `https://uri.amap.com/navigation?${origin}to=${stop(to)}&mode=${amapModes[mode]}&coordinate=gaode&src=${appName}&callnative=1`
}

const baiduModes = { walk: 'walking', ride: 'riding', drive: 'driving', transit: 'transit' } as const

/** Latitude first; `|` and `:` part the members of a stop. */
function baiduUrl(to: Stop, mode: TravelMode, from?: Stop): string {
  const stop = (place: Stop) => {
    const [lon, lat] = degrees(place, 'BD-09')
    return `latlng:${lat},${lon}|name:${encode(place.name.replaceAll('|', '｜').replaceAll(':', '：'))}`
  }
  const origin = from ? `origin=${stop(from)}&` : ''
  return `https://api.map.baidu.com/direction?${origin}destination=${stop(to)}&coord_type=bd09ll&mode=${baiduModes[mode]}&output=html&src=webapp.${appName}.map`
}

const tencentModes = { walk: 'walk', ride: 'bike', drive: 'drive', transit: 'bus' } as const

/** Latitude first; 2 means GCJ-02. */
function tencentUrl(to: Stop, mode: TravelMode, from?: Stop): string {
  const position = (place: Stop) => {
    const [lon, lat] = degrees(place, 'GCJ-02')
    return `${lat},${lon}`
  }
  const origin = from ? `&from=${encode(from.name)}&fromcoord=${position(from)}` : ''
  return `https://apis.map.qq.com/uri/v1/routeplan?type=${tencentModes[mode]}${origin}&to=${encode(to.name)}&tocoord=${position(to)}&coord_type=2&referer=${appName}`
}

/** Apple names no flag for cycling: the app then takes the user's usual way. */
const appleModes = { walk: '&dirflg=w', ride: '', drive: '&dirflg=d', transit: '&dirflg=r' } as const

/** Latitude first, WGS84. */
function appleUrl(to: Stop, mode: TravelMode, from?: Stop): string {
  const position = (place: Stop) => {
    const [lon, lat] = degrees(place, 'WGS84')
    return `${lat},${lon}`
  }
  const origin = from ? `saddr=${position(from)}&` : ''
  return `https://maps.apple.com/?${origin}daddr=${position(to)}&q=${encode(to.name)}${appleModes[mode]}`
}

/** RFC 5870: latitude first, WGS84; it knows neither an origin nor a mode. */
function geoUrl(to: Stop): string {
  const [lon, lat] = degrees(to, 'WGS84')
  return `geo:${lat},${lon}?q=${lat},${lon}(${encode(to.name)})`
}

/** Six decimals: 0.1 m. */
function degrees({ lon, lat }: Stop, datum: Datum): [string, string] {
  const [x, y] = convertPosition([lon, lat], 'WGS84', datum) as [number, number]
  return [trimmed(x), trimmed(y)]
}

const trimmed = (value: number): string => String(Number(value.toFixed(6)))

/** encodeURIComponent leaves !'()* as they are; a bracket would end the label of a geo: link. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
