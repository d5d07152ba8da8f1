import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A tree laid out like the project, each file importing what is listed. */
function tree(files: Record<string, readonly string[]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'venue-atlas-imports-'))
  made.push(folder)
  for (const [path, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    const lines = imports.map((from, index) => `import * as part${index} from '${from}'\nconsole.log(part${index})`)
    writeFileSync(join(folder, path), `${lines.join('\n')}\nexport const name = '${path}'\n`)
  }
  return folder
}

const forbidden: [rule: string, from: string, to: string][] = [
  ['api/contract stands alone', 'api/contract/a.ts', 'api/errors.ts'],
  ['api/db knows the contract only', 'api/db/a.ts', 'api/http/b.ts'],
  ["api/http knows the contract and the database's types", 'api/http/a.ts', 'api/db/open.ts'],
  ["api/bus knows the contract and the database's types", 'api/bus/a.ts', 'api/modules/places/b.ts'],
  ['api/spatial knows layers, never modules', 'api/spatial/a.ts', 'api/modules/places/b.ts'],
  ['a module never imports another module', 'api/modules/bookings/a.ts', 'api/modules/places/b.ts'],
  ['a module imports the plumbing, the spatial part and itself', 'api/modules/places/a.ts', 'tiles/b.ts'],
  ['only buildings reads IFC', 'api/modules/places/a.ts', 'bim-viewer/ifc/b.ts'],
  ['the program is known by its type below the top level', 'api/modules/places/a.ts', 'api/core.ts'],
  ['tiles knows layers, the contract and the database’s types', 'tiles/engine/a.ts', 'api/spatial/nearest.ts'],
  ['web knows the contract and the viewer of models', 'web/map/a.ts', 'api/modules/places/rules.ts'],
  ['bim-viewer knows the contract only', 'bim-viewer/a.ts', 'web/b.ts'],
  ['nothing imports a test', 'api/db/a.ts', 'api/db/b.test.ts'],
]

describe('a forbidden import is found', () => {
  let violations: string[] = []

  beforeAll(() => {
    const files: Record<string, string[]> = {
      'api/db/circle-a.ts': ['./circle-b.ts'],
      'api/db/circle-b.ts': ['./circle-a.ts'],
    }
    for (const [, from, to] of forbidden) {
      files[from] = [...(files[from] ?? []), `${'../'.repeat(from.split('/').length - 1)}${to}`]
      files[to] ??= []
    }
    violations = checkImports(tree(files)).violations
  })

  test.each(forbidden)('%s', (rule, from, to) => {
    expect(violations).toContain(`${rule}: ${from} → ${to}`)
  })

  test('a circle', () => {
    expect(violations.some((text) => text.startsWith('no circles'))).toBe(true)
  })
})

test('what is allowed is not found: a module, its contract, its own rules, and any import by a test', () => {
  const folder = tree({
    'api/modules/places/routes.ts': ['../../contract/places.ts', './rules.ts', '../../db/types.ts', '../../errors.ts'],
    'api/modules/places/rules.ts': [],
    'api/modules/places/rules.test.ts': ['../bookings/rules.ts'],
    'api/modules/bookings/rules.ts': [],
    'api/contract/places.ts': [],
    'api/db/types.ts': [],
    'api/errors.ts': [],
  })
  expect(checkImports(folder)).toEqual({ filesRead: 7, violations: [], unread: [] })
})

test('the project: every source file was read and no rule is broken', () => {
  const { filesRead, violations, unread } = checkImports()
  expect(unread).toEqual([])
  expect(filesRead).toBeGreaterThan(100)
  expect(violations).toEqual([])
})
