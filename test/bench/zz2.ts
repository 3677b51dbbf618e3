import { openPack } from '#core/service/open-pack.ts'
import { bindFacts } from '#core/standard/bind-facts.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { generateFacts } from './generate.ts'
import { decimal } from '#core/quantity/decimal.ts'
const l = openPack(nodeHost, readPackFolder('assets/standard/fujian-public-institution-quota'))
if (!l.ok) throw 1
const f = generateFacts(10000)
const s = l.standard
const T = (n: string, w: () => void) => { let m = 1e9; for (let i = 0; i < 6; i++) { const t = performance.now(); w(); m = Math.min(m, performance.now() - t) } console.log(n, m.toFixed(0)) }
T('bind', () => { for (const x of f) bindFacts(x, s.carriers) })
T('parse only', () => { for (const x of f) for (const e of x.energy ?? []) decimal(e.amount ?? '0') })
T('bind+steps', () => { for (const x of f) { const sh = bindFacts(x, s.carriers); for (const { each, run } of s.plan.steps) { if (each === null) run(sh, sh.own); else for (const line of sh.rows[each]) run(sh, line) } } })
const sheets = f.map(x => bindFacts(x, s.carriers))
for (let k = 0; k < s.plan.steps.length; k++) { const { each, run } = s.plan.steps[k]!; T('step ' + k + ' ' + each, () => { for (const sh of sheets) { if (each === null) run(sh, sh.own); else for (const line of sh.rows[each]) run(sh, line) } }) }
