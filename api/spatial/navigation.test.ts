import { describe, expect, it } from 'vitest'
import { convertPosition } from './datum.ts'
import { navigationUrls, type TravelMode } from './navigation.ts'

const to = { lon: 104.06572, lat: 30.65742, name: '天府广场 体育馆' }
const from = { lon: 104.04, lat: 30.64, name: '我的位置' }
const round = (position: number[]) => position.map((degrees) => Number(degrees.toFixed(6)))
const [gcjLon, gcjLat] = round(convertPosition([to.lon, to.lat], 'WGS84', 'GCJ-02'))
const [bdLon, bdLat] = round(convertPosition([to.lon, to.lat], 'WGS84', 'BD-09'))
const [gcjFromLon, gcjFromLat] = round(convertPosition([from.lon, from.lat], 'WGS84', 'GCJ-02'))
const [bdFromLon, bdFromLat] = round(convertPosition([from.lon, from.lat], 'WGS84', 'BD-09'))
const name = '%E5%A4%A9%E5%BA%9C%E5%B9%BF%E5%9C%BA%20%E4%BD%93%E8%82%B2%E9%A6%86'
const mine = '%E6%88%91%E7%9A%84%E4%BD%8D%E7%BD%AE'

const urlOf = (app: string, mode: TravelMode, withOrigin = false, stop = to) =>
  navigationUrls(stop, mode, withOrigin ? from : undefined).find((link) => link.app === app)!.url

describe('navigation links', () => {
  // Datum, axis order, flag and mode of each app, one row each.
  it.each([
    [
      'amap',
      'drive',
      `https://uri.amap.com/navigation?to=${gcjLon},${gcjLat},${name}&mode=car&coordinate=gaode&src=venue-atlas&callnative=1`,
    ],
    [
      'baidu',
      'walk',
      `https://api.map.baidu.com/direction?destination=latlng:${bdLat},${bdLon}|name:${name}&coord_type=bd09ll&mode=walking&output=html&src=webapp.venue-atlas.map`,
    ],
    [
      'tencent',
      'ride',
      `https://apis.map.qq.com/uri/v1/routeplan?type=bike&to=${name}&tocoord=${gcjLat},${gcjLon}&coord_type=2&referer=venue-atlas`,
    ],
    ['apple', 'transit', `https://maps.apple.com/?daddr=30.65742,104.06572&q=${name}&dirflg=r`],
    ['geo', 'walk', `geo:30.65742,104.06572?q=30.65742,104.06572(${name})`],
  ] as const)('%s by %s', (app, mode, url) => {
    expect(urlOf(app, mode)).toBe(url)
  })

  it.each([
    ['amap', `from=${gcjFromLon},${gcjFromLat},${mine}&to=${gcjLon},${gcjLat}`],
    ['baidu', `origin=latlng:${bdFromLat},${bdFromLon}|name:${mine}&destination=latlng:${bdLat},${bdLon}`],
    ['tencent', `from=${mine}&fromcoord=${gcjFromLat},${gcjFromLon}&to=`],
    ['apple', 'saddr=30.64,104.04&daddr=30.65742,104.06572'],
  ])('%s takes an origin', (app, piece) => {
    expect(urlOf(app, 'walk', true)).toContain(piece)
  })

  it.each([
    ['amap', { walk: 'mode=walk', ride: 'mode=ride', drive: 'mode=car', transit: 'mode=bus' }],
    ['baidu', { walk: 'mode=walking', ride: 'mode=riding', drive: 'mode=driving', transit: 'mode=transit' }],
    ['tencent', { walk: 'type=walk', ride: 'type=bike', drive: 'type=drive', transit: 'type=bus' }],
    ['apple', { walk: 'dirflg=w', ride: 'daddr=', drive: 'dirflg=d', transit: 'dirflg=r' }],
  ])('%s names all modes', (app, modes) => {
    for (const [mode, piece] of Object.entries(modes)) expect(urlOf(app, mode as TravelMode)).toContain(piece)
  })

  it.each(['A & B', '50% #1', '“引号” \'x\' "y"', '逗号,竖线|冒号:', '(括号)', '🏀 球场', 'a=b+c?d/e', 'név\ntörés'])(
    'keeps the name «%s» inside its parameter',
    (odd) => {
      const stop = { ...to, name: odd }
      const clean = odd.replaceAll(',', '，')
      expect(new URL(urlOf('amap', 'walk', true, stop)).searchParams.get('to')).toBe(`${gcjLon},${gcjLat},${clean}`)
      const baidu = new URL(urlOf('baidu', 'walk', true, stop)).searchParams.get('destination')
      expect(baidu).toBe(`latlng:${bdLat},${bdLon}|name:${odd.replaceAll('|', '｜').replaceAll(':', '：')}`)
      const tencent = new URL(urlOf('tencent', 'walk', true, stop)).searchParams
      expect([tencent.get('to'), tencent.get('coord_type')]).toEqual([odd, '2'])
      expect(new URL(urlOf('apple', 'walk', true, stop)).searchParams.get('q')).toBe(odd)
      const geo = /^geo:[\d.,]+\?q=[\d.,]+\(([^()]*)\)$/.exec(urlOf('geo', 'walk', true, stop))
      expect(decodeURIComponent(geo![1]!)).toBe(odd)
    },
  )

  it('leaves positions outside China as they are', () => {
    const paris = { lon: 2.3522, lat: 48.8566, name: 'Paris' }
    expect(urlOf('amap', 'walk', false, paris)).toContain('to=2.3522,48.8566,Paris')
    expect(urlOf('baidu', 'walk', false, paris)).toContain('latlng:48.8566,2.3522')
  })
})
