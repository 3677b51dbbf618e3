import type { InstitutionFacts } from '#core/contract/facts.ts'
import { evaluate } from '#core/standard/evaluate.ts'
import type { Standard } from '#core/standard/pack/standard.ts'

/** Evaluates every institution to its full sheet of cells and grades; returns how many indicators were graded. */
export function evaluateAll(facts: readonly InstitutionFacts[], standard: Standard): number {
  let graded = 0
  for (const one of facts) for (const { grade } of evaluate(one, standard).indicators) if (grade) graded += 1
  return graded
}

const FACTOR = { electricity: 0.1229, gasoline: 1.4714, diesel: 1.4571 } as const

/** The baseline: the same arithmetic in binary floating point, without cells, origins or exactness. */
export function evaluateAllInFloats(facts: readonly InstitutionFacts[]): number {
  let checksum = 0
  for (const one of facts) {
    let people = 0
    for (const p of one.people ?? []) {
      const phi = p.days ? Number(p.days) / 365 : p.absentDays ? (365 - Number(p.absentDays)) / 365 : 1
      people += Number(p.count) * phi
    }
    let energy = 0
    let transport = 0
    let electricity = 0
    for (const e of one.energy ?? []) {
      if (e.use.startsWith('special:')) continue
      const physical = Number(e.amount) * (e.density ? Number(e.density) : 1)
      const factor = e.calorificValue
        ? Number(e.calorificValue.value) / 7000
        : (FACTOR[e.carrier as keyof typeof FACTOR] ?? 0)
      energy += physical * factor
      if (e.use === 'transport') transport += physical * factor
      else if (e.carrier === 'electricity') electricity += physical
    }
    let water = 0
    for (const w of one.water ?? []) water += Number(w.amount)
    const area = Number(one.floorArea) - 0.5
    const lambda = 0.3 + (0.7 * 2500) / Number(one.operation?.annualHours)
    people -= 1
    checksum +=
      (energy / people) * lambda +
      ((energy - transport) / area) * lambda +
      (electricity / area) * lambda +
      water / people
  }
  return checksum
}
