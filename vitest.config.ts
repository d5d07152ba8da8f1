import { defineConfig } from 'vitest/config'

/** TEST_ENGINE=pglite (default) or postgres chooses the database of every test; see api/db/testing.ts. */
export default defineConfig({
  test: {
    include: ['{api,tiles,bim-viewer,seed-data,bench,web}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', 'web/e2e/**'],
    globalSetup: ['api/db/testing-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
})
