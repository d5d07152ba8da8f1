import * as WebIfc from 'web-ifc'
import { Refusal } from './refusal.ts'

// biome-ignore lint/suspicious/noExplicitAny: a line has whatever attributes its class has
export type Line = any

/** An open file: its lines by express id, and its values without the wrappers that web-ifc puts around them. */
export interface IfcModel {
  api: WebIfc.IfcAPI
  id: number
  schema: string
  /** Express ids of a class; `inherited` with its subclasses. */
  ids(type: number, inherited?: boolean): number[]
  line(expressId: number): Line
  /** `IfcWallStandardCase`. */
  className(expressId: number): string
  typeOf(expressId: number): number
}

/**
 * Opens a file in a wasm of its own and closes it whatever happens. The memory never shrinks, so a process reads one file and ends.
 * Lengths of meshes are metres, y up; `MEMORY_LIMIT` does not limit, so whoever started the process watches it.
 * @throws Refusal when the file cannot be parsed.
 */
export async function withModel<T>(bytes: Uint8Array, use: (model: IfcModel) => Promise<T>): Promise<T> {
  const api = new WebIfc.IfcAPI()
  await api.Init()
  api.SetLogLevel(WebIfc.LogLevel.LOG_LEVEL_OFF)
  const id = api.OpenModel(bytes, { COORDINATE_TO_ORIGIN: false })
  if (id < 0) throw new Refusal('damaged', 'The file cannot be parsed.')
  try {
    return await use({
      api,
      id,
      schema: api.GetModelSchema(id),
      ids: (type, inherited = false) => [...api.GetLineIDsWithType(id, type, inherited)],
      line: (expressId) => api.GetLine(id, expressId),
      className: (expressId) => api.GetNameFromTypeCode(api.GetLineType(id, expressId)),
      typeOf: (expressId) => api.GetLineType(id, expressId),
    })
  } finally {
    api.CloseModel(id)
  }
}

/** Lines of a class, without those that cannot be read: a damaged line is no reason to lose the others. */
export function linesOf(model: IfcModel, type: number, inherited = false): Line[] {
  return model.ids(type, inherited).flatMap((expressId) => {
    const line = lineOrNull(model, expressId)
    return line ? [line] : []
  })
}

export function lineOrNull(model: IfcModel, expressId: number | null | undefined): Line | null {
  if (!expressId) return null
  try {
    return model.line(expressId) ?? null
  } catch {
    return null
  }
}

/** The line that an attribute refers to. */
export const referred = (model: IfcModel, attribute: Line): Line | null => lineOrNull(model, refOf(attribute))

export const refOf = (attribute: Line): number | null =>
  attribute?.type === 5 && typeof attribute.value === 'number' ? attribute.value : null

export const refsOf = (attribute: Line): number[] =>
  Array.isArray(attribute) ? attribute.map(refOf).filter((id): id is number => id !== null) : []

export function numberOf(attribute: Line): number | null {
  const value = Number(attribute?.value ?? Number.NaN)
  return attribute != null && Number.isFinite(value) ? value : null
}

export function textOf(attribute: Line): string | null {
  const value = attribute?.value
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Lists come as `{type: 10, value: […]}` or as they are. */
export const listOf = (attribute: Line): Line[] =>
  Array.isArray(attribute) ? attribute : Array.isArray(attribute?.value) ? attribute.value : []
