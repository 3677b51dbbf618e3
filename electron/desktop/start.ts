import { join } from 'node:path'
import { main } from './main.ts'

const here = import.meta.dirname

await main({
  renderer: join(here, '..', 'renderer'),
  preload: join(here, 'preload.cjs'),
  core: join(here, 'core-process.js'),
  reader: join(here, 'reader-process.js'),
  writer: join(here, 'writer-process.js'),
})
