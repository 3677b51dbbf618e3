import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '..')
/** A contract test that starts processes. */
const TRANSPORTS = 'test/contract/transports.test.ts'

// the workers inherit it: whatever a run leaves in its temporary folder goes with the run
const temporary = mkdtempSync(join(tmpdir(), 'test-'))
process.env.TMPDIR = temporary
// without a locale LibreOffice and the browser cannot name a file in Chinese
process.env.LC_ALL = 'C.UTF-8'
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

export default defineConfig({
  root,
  cacheDir: join(root, '.build/vitest'),
  test: {
    reporters: ['default', join(import.meta.dirname, 'tool/plain-line-reporter.ts')],
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['test/{unit,pack,contract}/**/*.test.ts', 'test/*.test.ts'],
          exclude: [TRANSPORTS],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: ['test/{robustness,office}/**/*.test.ts', TRANSPORTS],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
