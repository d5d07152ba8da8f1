import type { Layer, LayerField } from '../layers.ts'
import type { ValueType } from './cql2/to-sql.ts'

/** What filters may name: the fields of a layer, its id, its region, and its geometry. */

const fieldTypes: Readonly<Record<LayerField['type'], ValueType>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  strings: 'strings',
}

/** SQL of a queryable over the view (alias `l`) and, where the layer has one, its table (alias `t`). */
export function queryableOf(layer: Layer, name: string): { sql: string; type: ValueType } | null {
  if (name === 'geometry') return { sql: 'l.geom', type: 'geometry' }
  if (name === 'id') return { sql: 'l.id::float8', type: 'number' }
  if (name === 'regionCode') return { sql: `${layer.table ? 't' : 'l'}.region_code::text`, type: 'string' }
  if (!Object.hasOwn(layer.fields, name)) return null
  const type = fieldTypes[layer.fields[name]!.type]
  const column = layer.table && Object.hasOwn(layer.table.columns, name) ? layer.table.columns[name] : undefined
  if (column) return { sql: type === 'number' ? `t.${column}::float8` : `t.${column}`, type }
  return { sql: viewSql(name, type), type }
}

/** Names of fields come from layer entries of the program, never from a client. */
function viewSql(name: string, type: ValueType): string {
  const text = `(l.properties ->> '${name}')`
  if (type === 'number') return `${text}::float8`
  if (type === 'boolean') return `${text}::boolean`
  if (type === 'string') return text
  return `case when jsonb_typeof(l.properties -> '${name}') = 'array' then array(select jsonb_array_elements_text(l.properties -> '${name}')) end`
}

export const queryableNames = (layer: Layer): string[] => ['geometry', 'id', 'regionCode', ...Object.keys(layer.fields)]

/** JSON Schema of the queryables, as Part 3 wants it. */
export function queryablesSchema(layer: Layer, address: string) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: address,
    type: 'object',
    title: `${layer.titleZh} / ${layer.titleEn}`,
    properties: {
      geometry: {
        title: 'geometry',
        'x-ogc-role': 'primary-geometry',
        format: `geometry-${{ point: 'point', line: 'linestring', area: 'polygon', mixed: 'any' }[layer.geometry]}`,
      },
      id: { title: 'id', type: 'integer', 'x-ogc-role': 'id' },
      regionCode: { title: 'regionCode', type: 'string', description: 'GB/T 2260 code of the county' },
      ...Object.fromEntries(Object.entries(layer.fields).map(([name, field]) => [name, fieldSchema(name, field)])),
    },
    additionalProperties: false,
  }
}

function fieldSchema(name: string, { type, description }: LayerField) {
  const schema = type === 'strings' ? { type: 'array', items: { type: 'string' } } : { type }
  return { title: name, description, ...schema }
}
