import { expect, test } from 'vitest'
import { testBuilding } from '../../bim-viewer/viewer/testing-model.ts'
import { keepViews, readViews } from './saved-views.ts'
import { searchElements, treeOf } from './tree.ts'

test('the tree has each element once, storeys from the top down and classes in them', () => {
  const tree = treeOf(testBuilding, 'storey')
  expect(tree.map(({ key, features }) => [key, features.length])).toEqual([
    ['storey-2', 5],
    ['storey-1', 18],
  ])
  expect(tree[1]!.groups.map(({ key }) => key)).toEqual(['IfcFurniture', 'IfcSlab', 'IfcSpace', 'IfcWall'])
  const all = tree.flatMap(({ features }) => features).sort((a, b) => a - b)
  expect(all).toEqual(testBuilding.elements.map((_, id) => id))
})

test('by space, what is in no room comes last', () => {
  const tree = treeOf(testBuilding, 'space')
  expect(tree.map(({ key, features }) => [key, features.length])).toEqual([
    ['space-1', 12],
    [null, 10],
  ])
})

test('a search needs all its words, in name, class, room or id', () => {
  const names = (words: string) =>
    searchElements(testBuilding, words, () => '家具').map((id) => testBuilding.elements[id]!.name)
  expect(names('座椅 12')).toEqual(['座椅 1', '座椅 2', '座椅 12'].slice(2))
  expect(names('羽毛球')).toEqual(['101'])
  expect(names('IFCWALL storey-2-east')).toEqual(['east'])
  expect(names('没有')).toEqual([])
  expect(names('  ')).toEqual([])
})

test('what somebody else left in the storage is no list of views', () => {
  const store = new Map<string, string>()
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, text: string) => void store.set(key, text),
  }
  const view = { name: '东看台', version: 2, code: 'AQ' }
  keepViews(7, [view], storage)
  expect(readViews(7, storage)).toEqual([view])
  expect(readViews(8, storage)).toEqual([])
  store.set('venue-atlas.model-views.7', '[{"name":3},{"name":"a","version":1,"code":"x"}]')
  expect(readViews(7, storage)).toEqual([{ name: 'a', version: 1, code: 'x' }])
  store.set('venue-atlas.model-views.7', 'not a list')
  expect(readViews(7, storage)).toEqual([])
})
