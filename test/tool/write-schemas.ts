import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMAS } from './schemas.ts'

const folder = join(import.meta.dirname, '..', '..', 'assets', 'schema')
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(SCHEMAS)) writeFileSync(join(folder, name), text)
