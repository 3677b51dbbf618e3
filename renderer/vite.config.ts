import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  cacheDir: join(root, '.build/vite'),
  resolve: { alias: { '#core': join(root, 'core') } },
  build: {
    outDir: join(root, '.build/renderer'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      // the component library marks its files for servers; here there is none
      onLog: (level, log, say) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') say(level, log)
      },
    },
  },
})
