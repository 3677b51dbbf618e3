import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { textLabel } from '#core/contract/terms.ts'
import { writeSpreadsheet } from '#core/office/sheet-out.ts'
import { type LiveWorkbook, liveWorkbook } from '#core/report/live-workbook.ts'
import { fujian, grade } from '../tool/fujian.ts'
import { recalculated } from '../tool/libre-office.ts'
import { SAMPLE, temporaryFolder } from '../tool/workbook.ts'

const INFO = { title: '能源审计计算表', institution: '示例', period: '2023', notes: [] }
const PROPERTIES = { title: '能源审计计算表', at: '2026-01-01T00:00:00Z' }

function evaluationOf(facts: InstitutionFacts) {
  const { evaluation, result } = grade(facts)
  if (!evaluation) throw new Error(`refused: ${result.problems[0]?.message}`)
  return evaluation
}

/** The workbook of some facts in which the fact cells hold those of others, while every cached value is still the old one. */
function withFactsOf(old: LiveWorkbook, changed: LiveWorkbook): LiveWorkbook {
  return {
    ...old,
    sheets: old.sheets.map(sheet => {
      const other = changed.sheets.find(({ name }) => name === sheet.name)
      if (sheet.name !== '事实') return sheet
      return {
        ...sheet,
        rows: sheet.rows.map((row, r) =>
          row.map((cell, c) => (cell?.kind === 'fact' ? (other?.rows[r]?.[c] ?? null) : cell)),
        ),
      }
    }),
  }
}

/** Where LibreOffice's result differs from the engine's value, cell by cell. */
async function differences(
  workbook: LiveWorkbook,
  facts: InstitutionFacts,
): Promise<{ checked: number; wrong: string[] }> {
  const file = join(temporaryFolder(), 'live.xlsx')
  writeFileSync(file, await writeSpreadsheet(workbook, PROPERTIES))
  const sheets = recalculated(file)
  const evaluation = evaluationOf(facts)
  const wrong: string[] = []
  let checked = 0
  for (const [id, { sheet, address }] of workbook.places) {
    if (id.endsWith(' shown')) continue
    const found = sheets.get(sheet)?.get(address) ?? ''
    const cell = evaluation.cell(ownCell(id))
    const lookup = fujian().lookups.find(l => l.id === id)
    const expected = lookup
      ? cell?.value
        ? String(lookup.table.rows.findIndex(row => row.id === cell.value) + 1)
        : ''
      : id.endsWith('.grade')
        ? (fujian().document.grades.find(g => g.id === cell?.value)?.label ?? '无法判定')
        : cell?.value == null
          ? ''
          : cell.unit === null
            ? textLabel(cell.term, cell.value)
            : cell.value
    checked += 1
    if (!same(found, expected))
      wrong.push(`${id} ${sheet}!${address}: ${found || '（空）'}, engine ${expected || '（空）'}`)
  }
  return { checked, wrong }
}

/** The operands of a distance stand in the sheet for every indicator; in the run only where there is a distance. */
function ownCell(id: string): string {
  const [, indicator = '', operand = ''] = /^indicator\[(\w+)\]\.(\w+)$/.exec(id) ?? []
  const definition = fujian().document.indicators.find(i => i.id === indicator)
  if (operand === 'indicatorValue') return indicator
  if (operand === 'denominator') return definition?.denominator ?? id
  return operand === 'appliedFactor' ? (definition?.factor ?? id) : id
}

function same(found: string, expected: string): boolean {
  if (found === expected) return true
  if (found === '' || expected === '') return false
  const [a, b] = [Number(found), Number(expected)]
  return Number.isFinite(a) && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
}

const office = SAMPLE[0] as InstitutionFacts

describe('the live workbook', () => {
  it('recalculated from scratch gives the engine’s values in every cell, for every institution of the example', async () => {
    for (const facts of SAMPLE) {
      const { wrong, checked } = await differences(liveWorkbook(evaluationOf(facts), INFO), facts)
      expect(wrong, facts.name ?? '').toEqual([])
      expect(checked).toBeGreaterThan(80)
    }
  })

  it('repairs a planted lie, so what was compared was really recalculated', async () => {
    const workbook = liveWorkbook(evaluationOf(office), INFO)
    const lied = {
      ...workbook,
      sheets: workbook.sheets.map(sheet => ({
        ...sheet,
        rows: sheet.rows.map(row =>
          row.map(cell => (cell?.formula && cell.number ? { ...cell, number: '777' } : cell)),
        ),
      })),
    }
    expect((await differences(lied, office)).wrong).toEqual([])
  })

  const changes: readonly (readonly [string, (facts: InstitutionFacts) => InstitutionFacts])[] = [
    ['hours below the threshold of λ', f => ({ ...f, operation: { ...f.operation, annualHours: '2400' } })],
    ['hours above it', f => ({ ...f, operation: { ...f.operation, annualHours: '3600' } })],
    ['more hours than the year has', f => ({ ...f, operation: { ...f.operation, annualHours: '8761' } })],
    [
      'an amount of electricity',
      f => ({ ...f, energy: f.energy?.map((e, i) => (i === 0 ? { ...e, amount: '61234.5' } : e)) }),
    ],
    [
      'an amount not reported',
      f => ({ ...f, energy: f.energy?.map((e, i) => (i === 3 ? { ...e, amount: null } : e)) }),
    ],
    ['the days of a meeting', f => ({ ...f, people: f.people?.map((p, i) => (i === 3 ? { ...p, days: '11' } : p)) })],
    ['an area across the edge of a band', f => ({ ...f, floorArea: '15000.1' })],
    ['an area exactly on the edge', f => ({ ...f, floorArea: '15000' })],
    ['another place', f => ({ ...f, place: '三明' })],
    ['a choice', f => ({ ...f, choices: { evInBuildingElectricity: { value: 'yes', reason: '核对' } } })],
  ]
  it.each(changes)('on changed facts computes what the engine computes: %s', async (_, change) => {
    const facts = change(office)
    const workbook = withFactsOf(liveWorkbook(evaluationOf(office), INFO), liveWorkbook(evaluationOf(facts), INFO))
    const { wrong } = await differences(workbook, facts)
    expect(wrong).toEqual([])
  })

  it('written twice gives the same bytes, and no text is a formula', async () => {
    const facts = { ...office, name: '=1+1', people: office.people?.map(p => ({ ...p, label: '=cmd|x' })) ?? null }
    const workbook = liveWorkbook(evaluationOf(facts), { ...INFO, institution: '=1+1' })
    const [first, second] = [await writeSpreadsheet(workbook, PROPERTIES), await writeSpreadsheet(workbook, PROPERTIES)]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    const { unzipSync, strFromU8 } = await import('fflate')
    const parts = unzipSync(first)
    const formulas = Object.entries(parts).flatMap(([name, bytes]) =>
      name.startsWith('xl/worksheets/')
        ? [...strFromU8(bytes).matchAll(/<f[^>]*>([^<]*)<\/f>/g)].map(m => m[1] ?? '')
        : [],
    )
    expect(formulas.length).toBeGreaterThan(100)
    expect(formulas.filter(text => /1\+1$|cmd/.test(text))).toEqual([])
  })
})
