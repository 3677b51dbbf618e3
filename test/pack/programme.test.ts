import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openProgramme } from '#core/programme/self-check.ts'
import { readPackFolder } from '../../electron/files.ts'
import { kindOfPack, openProgrammeFolder, PACKS, packIds } from '../../electron/standards.ts'
import { TAIWAN_FOLDER, taiwan } from '../tool/taiwan.ts'

// biome-ignore lint/suspicious/noExplicitAny: these tests break documents on purpose, in every place
type Document = any

const sound = readPackFolder(TAIWAN_FOLDER)

function problemsAfter(file: string, change: (document: Document) => unknown): string[] {
  const document: Document = JSON.parse(sound.get(file) ?? '')
  change(document)
  return problemsOf(new Map([...sound, [file, JSON.stringify(document)]]))
}

function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const loaded = openProgramme(files, 'sha256:test')
  return loaded.ok ? [] : loaded.problems.map(({ file, place, message }) => `${file} ${place}: ${message}`)
}

const table = (document: Document, id: string) => document.tables.find((t: Document) => t.id === id)
const formula = (document: Document, id: string) => document.formulas.find((f: Document) => f.id === id)

describe('every programme pack', () => {
  it.each(packIds('programme'))('%s opens with its own examples right, in a folder of its own name', id => {
    const loaded = openProgrammeFolder(join(PACKS, id))
    expect(loaded.ok ? [] : loaded.problems).toEqual([])
    if (!loaded.ok) return
    expect(loaded.programme.document.id).toBe(id)
    expect(loaded.programme.examples.length).toBeGreaterThanOrEqual(12)
  })

  it('is not taken for a quota', () => {
    expect(kindOfPack(TAIWAN_FOLDER)).toBe('programme')
    expect(packIds()).not.toContain('taiwan-electricity-efficiency-113')
  })
})

describe('the Taiwan programme', () => {
  it('has these examples, the printed one first', () => {
    expect(taiwan().examples.map(e => e.id)).toEqual([
      'printed-example',
      'path-year-1',
      'path-year-2',
      'path-year-3',
      'endless-base-year-3',
      'below-benchmark-no-growth',
      'base-equals-benchmark',
      'own-targets',
      'zero-area',
      'base-year-without-data',
      'tie',
      'excluded-body',
      'what-if',
      'two-unmet-years',
      'two-unmet-years-not-approved',
      'whole-body-from-units',
      'own-path',
      'benchmark-missing',
    ])
  })

  it('is a draft that says what the slides do not: number, dates and benchmarks', () => {
    const { document, tables } = taiwan()
    expect(document).toMatchObject({ status: 'draft', number: null, published: '2023-11-23', datesConfirmed: false })
    const notes = document.notes.map(n => n.text).join('\n')
    for (const word of ['22.87%', '22.74%', '23.33%', '至111年', '來源待核', '「如」字', '不附任何基準值'])
      expect(notes).toContain(word)
    expect([...tables.keys()]).toEqual(['path', 'scoreWeights', 'promotionWeights', 'percent'])
  })
})

describe('broken programme packs', () => {
  it('weights that do not sum as declared', () => {
    const weight = (id: string, column: string, value: string) =>
      problemsAfter('tables.json', d => {
        table(d, id).rows[0].cells[column] = value
      })
    expect(weight('scoreWeights', 'promotionWeight', '20')).toEqual([
      'pack.json rules.weightSums[0].sum: 表“scoreWeights”的行“weights”权重合计 120，应为 110。请对照原文。',
    ])
    expect(weight('promotionWeights', 'labelWeight', '19.5')).toEqual([
      'pack.json rules.weightSums[1].sum: 表“promotionWeights”的行“items”权重合计 99.5，应为 100。请对照原文。',
    ])
  })

  it('a path without one of its years, and years out of order', () => {
    expect(problemsAfter('tables.json', d => table(d, 'path').rows.pop())).toEqual([
      'pack.json rules.path: 表“path”没有 2026 年的行。请补上，或改计划年度。',
    ])
    expect(problemsAfter('pack.json', d => d.rules.years.reverse())[0]).toBe(
      'pack.json rules.years: 年度应在基期年 2023 之后，由先到后各写一次。',
    )
  })

  it('a fact without its term, a result without its formula, a score nobody computes', () => {
    expect(problemsAfter('pack.json', d => delete d.terms.floorArea)[0]).toBe(
      'pack.json terms: 没有术语“floorArea”。这类计划的事实都要有名称和单位。',
    )
    expect(
      problemsAfter('formulas.json', d => {
        d.formulas = d.formulas.filter((f: Document) => f.id !== 'shortfall')
      }),
    ).toEqual(['pack.json rules: 公式里没有各单位的“shortfall”，结果要用到它。'])
    const score = (d: Document) => {
      d.rules.ranking.score = 'points'
    }
    expect(problemsAfter('pack.json', score)).toEqual(['pack.json rules: 公式里没有“points”，结果要用到它。'])
  })

  it('units that do not fit, a table of facts nobody knows, a word no answer has', () => {
    const expr = (id: string, text: string) =>
      problemsAfter('formulas.json', d => {
        formula(d, id).cases[0].expr = text
      })
    expect(expr('eui', 'electricity / baseElectricity')).toEqual([
      'formulas.json formulas[3].cases[0]: 单位不合：electricity / baseElectricity 的单位是 1，应为 kWh/m2。',
    ])
    expect(expr('totalBaseElectricity', 'sum(units.baseElectricity)')[0]).toContain('没有表“units”。可用：unit。')
    const each = problemsAfter('formulas.json', d => {
      formula(d, 'eui').each = 'energy'
    })
    expect(each[0]).toBe('formulas.json formulas[3].id: 没有表“energy”。可用：unit。')
    const word = problemsAfter('formulas.json', d => {
      formula(d, 'emsPoint').cases[0].when = "ems = 'perhaps'"
    })
    expect(word[0]).toContain('“ems”没有“perhaps”这个值。可用：yes、no。')
  })

  it('an example that disagrees, expects nothing, or something that is not known', () => {
    const expecting = (expect: object) =>
      problemsAfter('examples.json', d => {
        d.examples[0].expect = expect
      })
    expect(expecting({ bodies: { MOEA: { cells: { savingRate: { rounded: '22.87' } } } } })).toEqual([
      'examples.json examples[0]（printed-example）.expect.bodies.MOEA.cells.savingRate: 示例应为 22.87，算得 22.74。请核对示例、公式和表。',
    ])
    expect(expecting({ bodies: { MOEA: { rank: 2 } }, groups: { 甲組: { top: [] } } })).toEqual([
      'examples.json examples[0]（printed-example）.expect.bodies.MOEA.rank: 示例应为 2，算得 1。请核对示例、公式和表。',
      'examples.json examples[0]（printed-example）.expect.groups.甲組.top: 示例应为 无，算得 MOEA。请核对示例、公式和表。',
    ])
    expect(expecting({})).toEqual([
      'examples.json examples[0]（printed-example）.expect: 示例没有写应有的结果，什么也没有检查。',
    ])
    expect(expecting({ score: '1' })).toEqual([
      'examples.json examples[0]（printed-example）.expect: 不认识 “score”，请核对写法。',
    ])
    expect(expecting({ bodies: { X: { outcome: 'scored' } } })[0]).toContain('示例应为 scored，算得 没有这一项')
  })

  it('a rule of another kind, a missing file, a formula that needs itself', () => {
    const kind = (d: Document) => {
      d.rules.kind = 'lottery'
    }
    expect(problemsAfter('pack.json', kind)[0]).toContain('pack.json rules')
    expect(problemsOf(new Map([...sound].filter(([file]) => file !== 'tables.json')))[0]).toBe(
      'tables.json : 缺少文件。一个标准包要有 pack.json、tables.json、formulas.json、examples.json。',
    )
    const circular = problemsAfter('formulas.json', d => {
      formula(d, 'savedElectricity').cases[1].expr = 'totalBaseElectricity * savingRate / hundred'
    })
    expect(circular[0]).toContain('公式循环引用')
  })
})
