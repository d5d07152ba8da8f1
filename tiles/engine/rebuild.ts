import { createTableBuilder } from './build-table.ts'
import type { Feature } from './feature.ts'
import type { Schema } from './schema.ts'
import { shapeView } from './shape-view.ts'
import type { Table } from './table.ts'
import { shareBorders } from './topology.ts'

/** A new table of a table's living rows and the features that came since. */
export interface RebuildTask {
  schema: Schema
  table: Table
  /** Dead rows, ascending. */
  deadRows: number[]
  added: Feature[]
}

export function rebuildTable({ schema, table, deadRows, added }: RebuildTask): Table {
  const builder = createTableBuilder(schema)
  let next = 0
  for (let row = 0; row < table.count; row++) {
    if (next < deadRows.length && deadRows[next] === row) next++
    else builder.appendRow(table, row)
  }
  for (const feature of added) builder.append(feature)
  const rebuilt = builder.finish()
  levelSharedBorders(schema, rebuilt)
  return rebuilt
}

/** Layers of areas are coverages: borders that two areas share must simplify alike. */
export function levelSharedBorders(schema: Schema, table: Table): void {
  const { shapes } = table
  if (schema.layer.geometry !== 'area' || !shapes) return
  const features: Feature[] = []
  for (let index = 0; index < shapes.count; index++)
    features.push({ id: index, x: 0, y: 0, texts: [], values: [], shape: shapeView(shapes, index) })
  shareBorders(features)
}
