import { expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { attributeLines } from './attribute-lines.ts'

const schema = {
  properties: {
    seats: { title: '座席数', 'x-titleEn': 'Seats', type: 'integer' },
    height: { title: '净高', 'x-unit': 'm' },
    surface: { title: '面层', 'x-labels': { pvc: { zh: '地胶', en: 'PVC' } } },
    cooled: { title: '空调' },
  },
}

test('attributes read by their titles, units and labels; what the schema does not know stays unsaid', () => {
  const values = { seats: 12_000, height: 8.5, surface: 'pvc', cooled: true, secret: 1, missing: null }
  expect(attributeLines(values, schema, 'zh-CN', translator('zh-CN'))).toEqual([
    { name: '座席数', value: '12,000' },
    { name: '净高', value: '8.5 m' },
    { name: '面层', value: '地胶' },
    { name: '空调', value: '是' },
  ])
  expect(attributeLines({ seats: 1, surface: 'pvc' }, schema, 'en', translator('en'))).toEqual([
    { name: 'Seats', value: '1' },
    { name: '面层', value: 'PVC' },
  ])
})
