import type { FieldSource, Mapping } from '../../../contract/imports.ts'
import { mapping as mappingShape } from '../../../contract/imports.ts'
import type { OpenedFile } from '../../../spatial/formats/file-rows.ts'
import { coordinate } from './read-shape.ts'

/** Words that head columns, by field, in lower case without spaces; the first column that fits is taken. */
const headings: Readonly<Record<string, readonly string[]>> = {
  nameZh: [
    '名称',
    '场馆名称',
    '场地名称',
    '设施名称',
    '场所名称',
    '单位名称',
    'name',
    'name_zh',
    'namezh',
    '姓名',
    'title',
  ],
  nameEn: ['英文名', '英文名称', 'name_en', 'nameen', 'englishname'],
  type: ['类型', '场地类型', '场馆类型', '设施类型', '类别', 'type', 'category', 'kind'],
  addressZh: ['地址', '详细地址', '位置', 'address', 'address_zh', 'addr'],
  ownerName: ['管理单位', '产权单位', '权属单位', '运营单位', 'owner', 'operator'],
  ownership: ['所有制', '权属', '产权性质', 'ownership'],
  areaM2: ['面积', '场地面积', '占地面积', '建筑面积', '面积(㎡)', '面积（平方米）', 'area', 'area_m2'],
  builtYear: ['建成年份', '建成时间', '建设年份', 'built', 'built_year', 'year'],
  phone: ['电话', '联系电话', 'phone', 'tel', 'telephone'],
  website: ['网址', '网站', 'website', 'url'],
  hours: ['开放时间', '营业时间', 'opening_hours', 'hours'],
  fee: ['收费', '收费情况', '是否收费', 'fee'],
  priceYuan: ['价格', '价格(元)', '票价', 'price'],
  sports: ['运动项目', '项目', 'sports', 'sport'],
  status: ['状态', '开放状态', 'status'],
}
const longitude = ['经度', 'lon', 'lng', 'long', 'longitude', 'x', '东', '东坐标', '东坐标值', 'x坐标', 'easting']
const latitude = ['纬度', 'lat', 'latitude', 'y', '北', '北坐标', '北坐标值', 'y坐标', 'northing']
const references = ['编号', '编码', '场馆编号', 'id', 'code', 'ref', 'uid', 'fid', '序号']

const plain = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replace(/[(（][^)）]*[)）]$/, '')

/** A mapping that probably fits what was found; a person looks it over. */
export function suggestMapping(
  name: string,
  { columns, hasGeometry }: OpenedFile,
  rows: readonly Record<string, string>[],
): Mapping {
  const taken = new Set<string>()
  const find = (words: readonly string[]): string | undefined => {
    const found = columns.find(
      (column) => !taken.has(column) && (words.includes(column.toLowerCase()) || words.includes(plain(column))),
    )
    if (found !== undefined) taken.add(found)
    return found
  }
  const [x, y] = hasGeometry ? [undefined, undefined] : [find(longitude), find(latitude)]
  const wkt = columns.find((column) =>
    rows.some((row) => /^(SRID=\d+;)?\s*(POINT|LINESTRING|POLYGON|MULTI)/i.test(row[column] ?? '')),
  )
  const fields: Record<string, FieldSource> = {}
  for (const [field, words] of Object.entries(headings)) {
    const column = find(words)
    if (column !== undefined) fields[field] = { column }
  }
  fields.type ??= { constant: '' }
  const ref = find(references) ?? null
  const eastings = x === undefined ? [] : rows.map((row) => Math.abs(coordinate(row[x] ?? '') ?? 0))
  return mappingShape.parse({
    source: name.replace(/\.[a-z0-9]+$/i, '').slice(0, 200) || 'import',
    ref,
    fields,
    geometry: hasGeometry
      ? { kind: 'geometry' }
      : wkt && x === undefined
        ? { kind: 'wkt', column: wkt }
        : { kind: 'columns', x: x ?? columns[0] ?? 'x', y: y ?? columns[1] ?? 'y' },
    system: systemOfEastings(eastings),
  })
}

/** CGCS2000 in strips of three degrees: eastings that begin with the strip's number name it, others may be of any; 105° E is the middle one here. */
function systemOfEastings(eastings: readonly number[]): string {
  const easting = eastings.find((metres) => metres > 180)
  if (easting === undefined) return 'WGS84'
  const strip = Math.floor(easting / 1_000_000)
  return strip >= 25 && strip <= 45 ? `EPSG:${4513 + strip - 25}` : 'EPSG:4544'
}
