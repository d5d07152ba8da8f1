import type { BuildingLevel, BuildingSpace } from '../../contract/buildings.ts'
import type { FileRecord } from '../../contract/files.ts'
import { wordOfUse } from '../../contract/space-uses.ts'

export type WorkbookLanguage = 'zh-CN' | 'en'

const heads = {
  'zh-CN': {
    number: '编号',
    name: '名称',
    storey: '楼层',
    ordinal: '层序',
    use: '用途',
    area: '计算面积（㎡）',
    declared: (definition: string) => `标注面积 ${definition}（㎡）`,
    capacity: '容纳人数',
    height: '净高（米）',
    floor: '地面标高（米）',
    lon: '经度（WGS84）',
    lat: '纬度（WGS84）',
    photos: '照片数',
    court: '对应场地',
    reports: '检测报告',
    guid: '模型编号',
  },
  en: {
    number: 'Number',
    name: 'Name',
    storey: 'Floor',
    ordinal: 'Ordinal',
    use: 'Use',
    area: 'Computed area (m²)',
    declared: (definition: string) => `Declared ${definition} (m²)`,
    capacity: 'People',
    height: 'Height (m)',
    floor: 'Floor level (m)',
    lon: 'Longitude (WGS84)',
    lat: 'Latitude (WGS84)',
    photos: 'Photos',
    court: 'Court',
    reports: 'Inspection reports',
    guid: 'GlobalId',
  },
} as const

interface Given {
  levels: readonly Pick<BuildingLevel, 'id' | 'name' | 'nameZh' | 'nameEn' | 'ordinal'>[]
  spaces: readonly BuildingSpace[]
  reports: readonly Pick<FileRecord, 'part' | 'name' | 'expiresOn'>[]
}

/** Spaces as rows of a sheet; each definition of a declared area is a column of its own, for they are not the same thing. */
export function spaceRows({ levels, spaces, reports }: Given, language: WorkbookLanguage) {
  const head = heads[language]
  const definitions = [
    ...new Set(spaces.flatMap(({ declaredAreas }) => declaredAreas.map(({ definition }) => definition))),
  ].sort()
  const levelById = new Map(levels.map((level) => [level.id, level]))
  const rows = spaces.map((space) => {
    const level = levelById.get(space.levelId)
    const declared = new Map(space.declaredAreas.map(({ definition, area }) => [definition, area]))
    const own = reports.filter(
      ({ part }) => part === `space:${space.id}` || (space.court !== null && part === `court:${space.court.id}`),
    )
    return {
      [head.number]: space.name,
      [head.name]: nameIn(language, space) || space.title,
      [head.storey]: level ? nameIn(language, level) || level.name : '',
      [head.ordinal]: level?.ordinal ?? null,
      [head.use]: space.use && wordOfUse(space.use, language),
      [head.area]: rounded(space.area),
      ...Object.fromEntries(
        definitions.map((definition) => {
          const area = declared.get(definition)
          return [head.declared(definition), area === undefined ? null : rounded(area)]
        }),
      ),
      [head.capacity]: space.capacity,
      [head.height]: rounded(space.height),
      [head.floor]: rounded(space.floor),
      [head.lon]: space.position?.[0] ?? null,
      [head.lat]: space.position?.[1] ?? null,
      [head.photos]: space.photos.length,
      [head.court]: space.court ? nameIn(language, space.court) : null,
      [head.reports]: own.map(({ name, expiresOn }) => (expiresOn ? `${name} (${expiresOn})` : name)).join('; '),
      [head.guid]: space.guid,
    }
  })
  const { declared, ...plain } = head
  const columns = Object.entries(plain).flatMap(([key, word]) =>
    key === 'area' ? [word, ...definitions.map(declared)] : [word],
  )
  return { columns, rows }
}

const rounded = (value: number): number => Math.round(value * 100) / 100

const nameIn = (language: WorkbookLanguage, { nameZh, nameEn }: { nameZh: string | null; nameEn: string | null }) =>
  (language === 'en' ? nameEn || nameZh : nameZh) ?? ''
