import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..', '..')

/** Electron wants plain files: main and core process as modules, the sandboxed preload as CommonJS. */
export default defineConfig(({ mode }) => {
  const preload = mode === 'preload'
  return {
    root,
    cacheDir: join(root, '.build/vite'),
    publicDir: false,
    resolve: { alias: { '#core': join(root, 'core') } },
    build: {
      outDir: join(root, '.build/desktop'),
      emptyOutDir: !preload,
      target: 'node24',
      minify: false,
      lib: {
        entry: preload
          ? { preload: join(import.meta.dirname, 'preload.ts') }
          : {
              main: join(import.meta.dirname, 'start.ts'),
              'core-process': join(root, 'electron/core-process.ts'),
              'reader-process': join(root, 'electron/reader-process.ts'),
              'writer-process': join(root, 'electron/writer-process.ts'),
            },
        formats: [preload ? 'cjs' : 'es'],
        fileName: (_format, name) => (preload ? `${name}.cjs` : `${name}.js`),
      },
      rolldownOptions: { external: ['electron', 'better-sqlite3', 'exceljs', ...builtinModules, /^node:/] },
    },
  }
})
