import { Ajv, type ValidateFunction } from 'ajv'
import type { PlaceFields } from '../../contract/place-record.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** A place type as the registry knows it; `attributeSchema` is the JSON schema of a place's `attributes`. */
export interface PlaceType {
  code: string
  category: string
  nameZh: string
  nameEn: string
  icon: string
  geometryKind: 'point' | 'line' | 'area' | 'point-or-area'
  ownership: 'public' | 'private' | 'either'
  sports: string[]
  attributeSchema: Record<string, unknown>
  nationalCode: string | null
  deprecated: boolean
}

export async function readTypes(database: Database): Promise<PlaceType[]> {
  return database.rows<PlaceType>(database.reader(), {
    name: 'place-types',
    text: `
      select code, category, name_zh as "nameZh", name_en as "nameEn", icon, geometry_kind as "geometryKind", ownership, sports,
             attribute_schema as "attributeSchema", national_code as "nationalCode", deprecated
      from place_type
      order by sort, code`,
    values: [],
  })
}

/** The type and sports that a record names. @throws 422 place-type-unknown, sport-unknown. */
export async function typeOf(database: Database, on: Database['primary'], fields: PlaceFields): Promise<PlaceType> {
  const sports = [...new Set([...fields.sports, ...fields.courts.map(({ sport }) => sport)])]
  const [found] = await database.rows<{ type: PlaceType | null; unknown: string[] }>(on, {
    name: 'place-type-of',
    text: `
      with input as (select $1::text as type_code, $2::text[] as sports)
      select (
          select jsonb_build_object('code', t.code, 'category', t.category, 'nameZh', t.name_zh, 'nameEn', t.name_en,
            'icon', t.icon, 'geometryKind', t.geometry_kind, 'ownership', t.ownership, 'sports', t.sports,
            'attributeSchema', t.attribute_schema, 'nationalCode', t.national_code, 'deprecated', t.deprecated)
          from place_type t
          where t.code = input.type_code) as type,
        array(
          select asked.code
          from unnest(input.sports) as asked (code)
          where not exists (select from sport s where s.code = asked.code)) as unknown
      from input`,
    values: [fields.type, sports],
  })
  const { type, unknown } = found!
  if (!type) {
    throw errors.invalid('place-type-unknown', `No place type «${fields.type}»; GET /api/place-types lists them.`)
  }
  if (unknown.length > 0) {
    throw errors.invalid('sport-unknown', `No sport «${unknown.join('», «')}»; GET /api/place-types lists them.`)
  }
  return type
}

// Unknown keywords (x-titleEn, x-labels …) tell forms what to show.
const ajv = new Ajv({ allErrors: true, strict: false, logger: false })
const compiled = new Map<string, ValidateFunction>()

/** Checks attributes by the type's schema, compiled once per version of it. @throws 422 attributes-invalid with each fault. */
export function checkAttributes(type: PlaceType, attributes: Record<string, unknown>): void {
  const validate = validatorOf(type)
  if (validate(attributes)) return
  const faults = (validate.errors ?? []).map((fault) => ({
    path: `attributes${fault.instancePath.replaceAll('/', '.')}`,
    message:
      fault.keyword === 'additionalProperties'
        ? `«${fault.params.additionalProperty}» is no attribute of the type ${type.code}`
        : fault.keyword === 'enum'
          ? `must be one of ${fault.params.allowedValues.join(', ')}`
          : (fault.message ?? fault.keyword),
  }))
  throw errors.invalid(
    'attributes-invalid',
    `${faults[0]!.path}: ${faults[0]!.message}. The attributes of a type are in GET /api/place-types.`,
    faults,
  )
}

function validatorOf(type: PlaceType): ValidateFunction {
  const version = `${type.code} ${JSON.stringify(type.attributeSchema)}`
  const known = compiled.get(version)
  if (known) return known
  const validate = ajv.compile(type.attributeSchema)
  for (const old of compiled.keys()) if (old.startsWith(`${type.code} `)) compiled.delete(old)
  compiled.set(version, validate)
  return validate
}
