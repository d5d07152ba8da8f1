import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const apiAddress = process.env.API_URL ?? 'http://127.0.0.1:8080'

/** Libraries that change rarely get chunks of their own, so that a release of ours leaves them in the visitors' caches. */
const libraries = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
  { name: 'ant-design', test: /node_modules[\\/](antd|@ant-design|@rc-component|dayjs)[\\/]/ },
  { name: 'map-engine', test: /node_modules[\\/](ol|rbush|quickselect|pbf|earcut)[\\/]/ },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Stylesheets and scripts stay files: the pages' content security policy allows no inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: `${import.meta.dirname}/index.html`,
        'service-worker': `${import.meta.dirname}/offline/service-worker.ts`,
      },
      output: {
        // The worker's address must stay the same over releases, and its scope is its folder.
        entryFileNames: (chunk) => (chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: libraries },
      },
    },
  },
  server: { proxy: { '/api': apiAddress, '/tiles': apiAddress } },
})
