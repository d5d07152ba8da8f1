import { chromiumPath, defineConfig, launchOptions } from './browser.ts'

if (!chromiumPath)
  console.log('Browser tests are skipped: no Chromium on this machine (set CHROMIUM_PATH to use another).')

export default defineConfig({
  testDir: '.',
  testMatch: chromiumPath ? '*.spec.ts' : [],
  // One server and two cores: files run one after another, figures and databases stay unmixed.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  reporter: [['list']],
  outputDir: '../../test-results',
  globalSetup: './start-server.ts',
  use: { launchOptions, actionTimeout: 15_000, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: 'light' },
  projects: [
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 } },
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
  ],
})
