import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import { evaluateEfficiency } from '#core/programme/efficiency/efficiency.ts'
import { readEfficiency } from '#core/programme/efficiency/read-efficiency.ts'
import type { EfficiencyPack } from '#core/programme/pack.ts'

const YEARS = ['2023', '2024', '2025', '2026']
const GROUPS = ['甲組', '乙組', '丙組', '丁組']
const SEQUENCE = ['第一組', '第二組', '第三組', '第四組', '第五組']

/** A whole programme: 275 bodies, 85 categories, `units` executing units with four years of electricity and area. */
export function generateProgramme(units: number): Readonly<Record<string, unknown>> {
  const bodies = Array.from({ length: 275 }, (_, b) => ({
    code: `B${b}`,
    name: `評比單位${b}`,
    group: GROUPS[b % 4],
    taskForceWorking: b % 40 === 7 ? 'no' : 'yes',
  }))
  // 3 categories of five groups and 82 of four: 85 and 343
  const benchmarks = Array.from({ length: 85 }, (_, c) =>
    SEQUENCE.slice(0, c < 3 ? 5 : 4).map((group, g) => ({
      category: `業務${c}`,
      group,
      eui: `${60 + c + 7 * g}.5`,
      source: '測試',
    })),
  ).flat()
  const rows = Array.from({ length: units }, (_, u) => ({
    code: `U${u}`,
    name: `執行單位${u}`,
    body: `B${u % 275}`,
    category: `業務${u % 85}`,
    group: SEQUENCE[u % 4],
    target: u % 50 === 3 ? 'own' : 'benchmark',
    ...(u % 50 === 3 ? { ownEui: '90.25' } : {}),
  }))
  const years = rows.flatMap(({ code }, u) =>
    YEARS.map((year, y) => ({
      unit: code,
      year,
      electricity: `${400_000 + ((u * 7919) % 900_000) - y * ((u * 31) % 40_000)}.${u % 10}`,
      floorArea: `${5_000 + ((u * 104_729) % 9_000)}`,
      ems: u % 3 === 0 ? 'yes' : 'no',
      emsEvidence: '申報資料',
      improvement: u % 5 === 0 ? 'yes' : 'no',
      improvementEvidence: '評估報告',
      label: u % 7 === 0 ? 'yes' : 'no',
      labelEvidence: '標示證書',
    })),
  )
  return {
    format: PROGRAMME_FORMAT,
    programme: 'taiwan-electricity-efficiency-113',
    year: '2026',
    benchmarks,
    bodies,
    units: rows,
    years,
    approvals: [{ year: '2026', date: '2027-06-30' }],
  }
}

/** Evaluates a whole year: scores, ranks, duties; returns how many bodies were ranked. */
export function evaluateProgramme(facts: unknown, pack: EfficiencyPack): number {
  const { results } = evaluateEfficiency(facts, pack)
  return results.groups.reduce((sum, { ranked }) => sum + ranked.length, 0)
}

/** Only reads and checks the rows; returns how many units were found. */
export function readProgramme(facts: unknown, pack: EfficiencyPack): number {
  return readEfficiency(facts, pack).unitsOf.size
}
