const { join } = require('node:path')

/**
 * Who may import whom; the table is in ARCHITECTURE.md. `npm run check` reads the tree by these rules and fails when it
 * read less than all of it.
 */

const packages = 'node_modules/'
/** Problems and configuration are words that every part of the server speaks. */
const words = '^api/(errors|config)\\.ts$'
/** Only the shape of the program, never its parts: types vanish. */
const core = '^api/core\\.ts$'
const contract = '^api/contract/'
/** The shape of the database and how its absence is told from a fault. */
const databaseTypes = '^api/db/(types|unavailable)\\.ts$'
/** Tests, what only tests use, and benches may reach anywhere. */
const tests = '(\\.test\\.tsx?$|/(testing|arbitrary)[^/]*\\.ts$|^web/e2e/|^tiles/bench/)'

const mayImport = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: '^(api|tiles|web|bim-viewer|seed-data|bench)/', pathNot: [from, ...allowed] },
})

const plumbing = ['bus', 'files', 'jobs', 'http', 'messages'].map((folder) =>
  mayImport(`api/${folder} knows the contract and the database's types`, `^api/${folder}/`, [
    contract,
    databaseTypes,
    words,
    core,
  ]),
)

module.exports = {
  forbidden: [
    mayImport('api/contract stands alone', contract, []),
    {
      name: 'api/contract imports zod only',
      severity: 'error',
      from: { path: contract, pathNot: tests },
      to: { path: packages, pathNot: 'node_modules/zod/' },
    },
    mayImport('api/db knows the contract only', '^api/db/', [contract, words]),
    ...plumbing,
    mayImport('api/spatial knows layers, never modules', '^api/spatial/', [
      contract,
      '^api/db/',
      '^api/http/',
      words,
      core,
    ]),
    {
      name: 'a module never imports another module',
      severity: 'error',
      from: { path: '^api/modules/([^/]+)/', pathNot: tests },
      to: { path: '^api/modules/', pathNot: '^api/modules/$1/' },
    },
    {
      name: 'a module imports the plumbing, the spatial part and itself',
      severity: 'error',
      from: { path: '^api/modules/[^/]+/', pathNot: tests },
      to: {
        path: '^(api|tiles|web|bim-viewer|seed-data|bench)/',
        pathNot: ['^api/(modules|contract|db|bus|jobs|files|http|messages|spatial)/', '^bim-viewer/ifc/', words, core],
      },
    },
    {
      name: 'only buildings reads IFC',
      severity: 'error',
      from: { path: '^api/', pathNot: [tests, '^api/modules/buildings/'] },
      to: { path: '^bim-viewer/' },
    },
    {
      name: 'the program is known by its type below the top level',
      severity: 'error',
      from: { path: '^(api/[^/]+|tiles)/', pathNot: [tests, '^api/modules/index\\.ts$', '^api/cli/'] },
      to: { path: core, dependencyTypesNot: ['type-only'] },
    },
    mayImport('tiles knows layers, the contract and the database’s types', '^tiles/', [
      databaseTypes,
      '^api/spatial/layers\\.ts$',
      contract,
    ]),
    mayImport('web knows the contract and the viewer of models', '^web/', [
      contract,
      '^bim-viewer/viewer/',
      '^bim-viewer/ifc/(converted-building|placement)\\.ts$',
    ]),
    mayImport('bim-viewer knows the contract only', '^bim-viewer/', [contract]),
    {
      name: 'the running program needs no development package',
      severity: 'error',
      from: {
        path: '^(api|tiles|bim-viewer|seed-data)/',
        pathNot: [tests, '^(api|tiles)/(cli|bench)/', '^seed-data/regions/'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing imports a test',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '\\.test\\.tsx?$' },
    },
    {
      name: 'no circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.[^/]+)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
}
