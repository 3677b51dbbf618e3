import { openPack } from '#core/service/open-pack.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { evaluateAll } from './engine.ts'
import { generateFacts } from './generate.ts'
const l = openPack(nodeHost, readPackFolder('assets/standard/fujian-public-institution-quota'))
if (!l.ok) throw 1
const f = generateFacts(10000)
for (let i = 0; i < 8; i++) { const t = performance.now(); evaluateAll(f, l.standard); console.log(performance.now() - t) }
