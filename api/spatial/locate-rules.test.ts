import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameTerms, parseCoordinates } from './locate-rules.ts'

const chengdu = { lat: 30.67, lon: 104.06 }

describe('typed coordinates', () => {
  it.each([
    '30.67,104.06',
    '104.06,30.67',
    '104.06 30.67',
    '30.67，104.06',
    ' 30.67 ; 104.06 ',
    '(30.67, 104.06)',
    '104.06、30.67',
    '３０.６７，１０４.０６',
    'geo:30.67,104.06',
    'geo:30.67,104.06?z=15',
    'N30.67 E104.06',
    'N30.67E104.06',
    '30.67°N, 104.06°E',
    'e104.06 n30.67',
    'lat=30.67 lon=104.06',
    'lng:104.06, lat:30.67',
    '北纬30.67° 东经104.06°',
    '东经104.06度，北纬30.67度',
    '东经104.06°北纬30.67°',
  ])('reads «%s»', (text) => {
    expect(parseCoordinates(text)).toEqual(chengdu)
  })

  it.each([
    'N30°40′ E104°04′',
    "30°40'N 104°4'E",
    'E104°04′ N30°40′',
    '北纬30度40分 东经104度4分',
    '30°40\'0"N,104°4\'0"E',
    '30°40′00″N 104°04′00″E',
    'N30°40′E104°04′',
  ])('reads degrees and minutes «%s»', (text) => {
    const read = parseCoordinates(text)!
    expect(read.lat).toBeCloseTo(30 + 40 / 60, 9)
    expect(read.lon).toBeCloseTo(104 + 4 / 60, 9)
  })

  it('reads the western and southern halves', () => {
    expect(parseCoordinates('S33.86 E151.2')).toEqual({ lat: -33.86, lon: 151.2 })
    expect(parseCoordinates('-33.86,151.2')).toEqual({ lat: -33.86, lon: 151.2 })
    expect(parseCoordinates('西经70.5 南纬33.5')).toEqual({ lat: -33.5, lon: -70.5 })
  })

  it('takes latitude first where the ranges leave it open, unless only the other order lies in China', () => {
    expect(parseCoordinates('48.85, 2.35')).toEqual({ lat: 48.85, lon: 2.35 })
    expect(parseCoordinates('85.3, 30.1')).toEqual({ lat: 30.1, lon: 85.3 })
    expect(parseCoordinates('30.1, 85.3')).toEqual({ lat: 30.1, lon: 85.3 })
  })

  it.each([
    '',
    '成都',
    '104.06',
    '30.67,104.06,5',
    '200,300',
    '95,100',
    'N30 N31',
    'E104 E105',
    '30°75′ 104°0′',
    '一二三',
    '中山路 30 号 104',
    '30.67104.06',
  ])('leaves «%s» to names', (text) => {
    expect(parseCoordinates(text)).toBeNull()
  })

  it('gives back any position it is given in either order', () => {
    const lat = fc.double({ min: -89, max: 89, noNaN: true }).map((value) => Number(value.toFixed(6)))
    const lon = fc.double({ min: 91, max: 180, noNaN: true }).map((value) => Number(value.toFixed(6)))
    fc.assert(
      fc.property(lat, lon, (y, x) => {
        const wanted = { lat: y + 0, lon: x }
        expect(parseCoordinates(`${y.toFixed(6)},${x.toFixed(6)}`)).toEqual(wanted)
        expect(parseCoordinates(`${x.toFixed(6)} ${y.toFixed(6)}`)).toEqual(wanted)
      }),
      { seed: 20260611 },
    )
  })

  it('never hangs on long text', () => {
    const started = performance.now()
    for (const text of ['3'.repeat(5000), 'n'.repeat(5000), ' '.repeat(5000), '30 '.repeat(2000), '1.1.'.repeat(2000)])
      parseCoordinates(text)
    expect(performance.now() - started).toBeLessThan(200)
  })
})

describe('terms of a name', () => {
  it('are pairs of Chinese characters, groups of three letters, or a beginning', () => {
    expect(nameTerms('体育馆')).toEqual({ squashed: '体育馆', terms: ['体育', '育馆'] })
    expect(nameTerms('馆')).toEqual({ squashed: '馆', terms: ['馆'] })
    expect(nameTerms('ti yuguan')).toEqual({ squashed: 'tiyuguan', terms: [' ti', 'yug', 'ugu', 'gua', 'uan'] })
    expect(nameTerms('t')).toEqual({ squashed: 't', terms: ['  t'] })
    expect(nameTerms('，。!')).toEqual({ squashed: '', terms: [] })
  })
})
