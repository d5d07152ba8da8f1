import { expect, test } from 'vitest'
import { readCoordinates } from './read-coordinates.ts'

const chengdu = { lon: 104.0657, lat: 30.6574 }

test.each([
  '104.0657, 30.6574',
  '104.0657 30.6574',
  ' 104.0657，30.6574 ',
  '30.6574N, 104.0657E',
  '30.6574, 104.0657',
  '104.0657°E 30.6574°N',
])('«%s» is a position', (text) => expect(readCoordinates(text)).toEqual(chengdu))

test('the order is longitude first where both are possible', () => {
  expect(readCoordinates('30, 40')).toEqual({ lon: 30, lat: 40 })
})

test.each(['天府广场', '104.06', '104.06, 95', '999, 10', '2024-01-02', ''])('«%s» is not', (text) =>
  expect(readCoordinates(text)).toBeNull(),
)
