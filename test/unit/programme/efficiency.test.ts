import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { efficiencyResults } from '#core/contract/efficiency-programme.ts'
import { evaluateEfficiency } from '#core/programme/efficiency/efficiency.ts'
import { compare, decimal } from '#core/quantity/decimal.ts'
import { efficiencyJob } from '#core/service/programme-jobs.ts'
import { derivationText } from '#core/standard/derivation.ts'
import { nodeHost } from '../../../electron/files.ts'
import { programme, taiwan, unitYear } from '../../tool/taiwan.ts'

const evaluate = (raw: unknown) => evaluateEfficiency(raw, taiwan())
const lines = (raw: unknown, key: { body: string; unit?: string; term: string; year?: string }) => {
  const derivation = evaluate(raw).explain(key)
  if (!derivation) throw new Error(key.term)
  return derivationText(derivation).replaceAll('\u2009', ' ').split('\n')
}

/** Characters that only simplified writing has, among the commonest of these sentences. */
const SIMPLIFIED =
  /[这没为与数报请补应单计类录还个们关开时现过会发对电网线项费额产设评证识试话该详语误说读课谁调责质贴资转较输边达运进远违连选递遗针钟铁银错键长门问间难页顺须预领频题馆验]/

it('is told in traditional characters, from the first problem to the last page of its report', () => {
  const bad = programme({
    years: [unitYear({ electricity: '12,5' }), unitYear({ year: '113' }), unitYear({ year: '2025', power: '1' }), 7],
    approvals: [{ year: '2024', date: '2025-02-30' }],
  })
  const texts = [...taiwan().examples.map(({ facts }) => facts), programme(), bad, { year: 1 }].map(facts => {
    const evaluation = evaluate(facts)
    const { body, units } = { body: evaluation.results.bodies[0]?.code ?? '', units: evaluation.results.units }
    const keys = [
      { body, term: 'score' },
      ...units.map(({ code, body: of }) => ({ body: of, unit: code, term: 'met' })),
    ]
    const steps = keys.map(key => evaluation.explain(key)).filter(step => step !== null)
    const { document, appendix } = efficiencyJob(nodeHost, taiwan(), evaluation, { facts, sample: true })
    for (const { blocks } of [...document.sections, ...appendix])
      for (const block of blocks)
        if (block.kind === 'table')
          for (const row of block.rows) expect(row, block.title).toHaveLength(block.columns.length)
    return JSON.stringify([evaluation.results, steps.map(derivationText), document, appendix])
  })
  for (const text of texts) expect(text.match(new RegExp(`.{0,30}${SIMPLIFIED.source}.{0,30}`))?.[0] ?? null).toBeNull()
})

describe('the derivation of a programme', () => {
  it('gives the condition as the reason why a target was met, down to the rows', () => {
    expect(lines(programme(), { body: 'K', unit: 'U1', term: 'met' }).slice(0, 8)).toEqual([
      '甲所的達標 = 1（因基期年EUI 100 ＞ EUI公告基準 60，當年度EUI 80 ≤ 當年度EUI目標 86.666667…；基期年EUI超過公告基準，當年度EUI未超過當年度目標）  〔2 本期計畫內容說明(1/5) (二)〕',
      '  甲所的基期年EUI = 基期年用電量 ÷ 基期年總樓地板面積 = 1 000 000 ÷ 10 000 = 100 kWh/m²  〔2 本期計畫內容說明(1/5) (二)；EUI之定義來源待核〕',
      '    甲所的基期年用電量 1 000 000 kWh  〔填報 年度用電表第 1 行〕',
      '    甲所的基期年總樓地板面積 10 000 m²  〔填報 年度用電表第 1 行〕',
      '  甲所的EUI公告基準 60 kWh/m²  〔填報 EUI公告基準表第 1 行，示例值〕',
      '  甲所的當年度EUI = 當年度用電量 ÷ 當年度總樓地板面積 = 800 000 ÷ 10 000 = 80 kWh/m²  〔2 本期計畫內容說明(1/5) (二)；EUI之定義來源待核〕',
      '    甲所的當年度用電量 800 000 kWh  〔填報 年度用電表第 2 行〕',
      '    甲所的當年度總樓地板面積 10 000 m²  〔填報 年度用電表第 2 行〕',
    ])
  })

  it('computes the score from its weights, each with its place in the source', () => {
    const [score, ...steps] = lines(programme(), { body: 'K', term: 'score' })
    expect(score).toBe(
      '節電績優指標 = （累計節電目標達成率 × 累計節電目標達成率之權重 + 累計節電率 × 累計節電率之權重 + 節電積極推動率 × 節電積極推動率之權重） ÷ 百分之百 = （100 × 50 + 20 × 50 + 0 × 10） ÷ 100 = 60 %  〔4 評比指標說明及修訂(1/2)，(D)=A*50%+B*50%+C*10%〕',
    )
    expect(steps.filter(line => line.includes('權重 '))).toContain(
      '  節電積極推動率之權重 10 %  〔4 評比指標說明及修訂(1/2)，A×50%＋B×50%＋C×10%〕',
    )
    expect(steps.some(line => line.includes('假設再達標'))).toBe(false)
  })

  it('leads a point to its evidence, and an earlier year to its own numbers', () => {
    const years = [
      unitYear(),
      unitYear({ year: '2024', ems: 'yes', emsEvidence: '申報編號7', improvement: 'yes' }),
      unitYear({ year: '2025' }),
    ]
    const raw = programme({ year: '2025', years })
    expect(lines(raw, { body: 'K', unit: 'U1', term: 'emsPoint', year: '2024' })).toEqual([
      '甲所的項目1推動 = 1（因項目1能源管理系統導入為「是」）  〔4 評比指標說明及修訂(1/2) 項目1〕',
      '  甲所的項目1能源管理系統導入 是  〔填報 年度用電表第 2 行，佐證：申報編號7〕',
    ])
    expect(lines(raw, { body: 'K', unit: 'U1', term: 'improvementPoint', year: '2024' })[1]).toContain('沒有佐證')
    expect(lines(raw, { body: 'K', unit: 'U1', term: 'eui' })[0]).toContain('= 100 kWh/m²')
  })

  it('knows no cell, unit, body or year of another name', () => {
    const { explain } = evaluate(programme())
    expect(explain({ body: 'K', term: 'nothing' })).toBeNull()
    expect(explain({ body: 'K', unit: 'U2', term: 'met' })).toBeNull()
    expect(explain({ body: 'Q', term: 'score' })).toBeNull()
    expect(explain({ body: 'K', term: 'score', year: '2023' })).toBeNull()
  })
})

describe('the results', () => {
  it('show Gregorian years as the Republic counts them, and the path in force', () => {
    const { results } = evaluate(programme())
    expect(results).toMatchObject({
      year: { gregorian: '2024', shown: '民國113年' },
      baseYear: { gregorian: '2023', shown: '民國112年' },
      pathFrom: 'pack',
      path: [
        { year: { shown: '民國113年' }, numerator: '1', denominator: '3' },
        { year: { shown: '民國114年' }, numerator: '2', denominator: '3' },
        { year: { shown: '民國115年' }, numerator: '1', denominator: '1' },
      ],
      lists: { top: { label: '節電績優' }, bottom: { label: '執行不佳' } },
    })
    expect(results.terms.score).toEqual({ label: '節電績優指標', symbol: 'D', unit: '%' })
  })

  it('have the published shape, for every example of the pack', () => {
    for (const { id, facts } of taiwan().examples)
      expect(efficiencyResults.safeParse(evaluate(facts).results).error, id).toBeUndefined()
  })

  it('keep the history of a unit', () => {
    const years = [unitYear(), unitYear({ year: '2024', electricity: '900000' }), unitYear({ year: '2025' })]
    const [unit] = evaluate(programme({ year: '2025', years })).results.units
    expect(unit?.history.map(h => `${h.year.shown} ${h.met}`)).toEqual(['民國113年 unmet', '民國114年 unmet'])
    expect(unit?.duties.map(d => d.id)).toEqual(['training', 'assessment'])
  })

  it('say what a group does not know', () => {
    const bodies = [
      { code: 'K', group: '甲組', taskForceWorking: null },
      { code: 'L', group: '甲組', taskForceWorking: 'no', stated: { units: '5' } },
    ]
    const [group] = evaluate(programme({ bodies })).results.groups
    expect(group).toMatchObject({
      top: [{ code: 'K', rank: 1, eligible: 'undetermined' }],
      excluded: ['L'],
      undetermined: ['L'],
      provisional: true,
    })
    expect(group?.notes).toEqual([
      '排除節電績優：L（未落實節約能源推動小組運作之評比單位，於填報網站公布並排除節電績優）。',
      '尚不能判定，沒有排名：L。補齊後名次可能改變。',
      '節約能源推動小組運作情形未填，能否列入節電績優尚不能確定：K。',
      '本組家數少，同時列入「節電績優」和「執行不佳」：K。',
    ])
  })
})

describe('what it would take to rank higher', () => {
  // D = met/100·50 %: one more unit is half a point
  const stated = (met: number) => ({
    units: '20',
    met: String(met),
    groupUnits: '100',
    baseElectricity: '1000',
    savedElectricity: '0',
    ems: '0',
    improvement: '0',
    label: '0',
  })
  const raw = (...met: number[]) =>
    programme({
      bodies: met.map((m, i) => ({ code: `B${i}`, group: '甲組', taskForceWorking: 'yes', stated: stated(m) })),
    })

  it('is the fewest units; drawing level is enough', () => {
    const { whatIf } = evaluate(raw(4, 10, 7))
    expect(whatIf('B0', 3)).toEqual({ outcome: 'already', rank: 3 })
    expect(whatIf('B0', 2)).toMatchObject({ outcome: 'reachable', more: 3, unmet: 16, rank: 2 })
    expect(whatIf('B0', 1)).toMatchObject({ outcome: 'reachable', more: 6, rank: 1, score: { value: '5' } })
  })

  it('counts a stated use that grew against the rate of saving', () => {
    const bodies = raw(4).bodies
    if (!Array.isArray(bodies)) throw new Error('bodies')
    bodies[0].stated.savedElectricity = '-50'
    const [body] = evaluate(programme({ bodies })).results.bodies
    expect([body?.savingRate.display, body?.score.display]).toEqual(['-5.00', '-0.50'])
  })

  it('says when all unmet units are not enough', () => {
    const bodies = raw(4, 20).bodies
    if (!Array.isArray(bodies)) throw new Error('bodies')
    bodies[1].stated.savedElectricity = '1000'
    expect(evaluate(programme({ bodies })).whatIf('B0', 1)).toEqual({
      outcome: 'notEnough',
      unmet: 16,
      rank: 2,
      score: { value: '10', display: '10.00', unit: '%' },
      message: '未達標的 16 家全部達標，也只到第 2 名。',
    })
  })

  it('is undetermined for a body without a score, or one nobody knows', () => {
    const { whatIf } = evaluate(programme({ years: [] }))
    expect(whatIf('K', 1)).toMatchObject({ outcome: 'undetermined' })
    expect(whatIf('Q', 1)).toEqual({ outcome: 'undetermined', reasons: ['沒有代碼為「Q」的評比單位。'] })
  })

  it('the number it gives is enough and one less is not', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 8 }), ([own = 0, ...others], wanted) => {
        const answer = evaluate(raw(own, ...others)).whatIf('B0', wanted)
        const rankWith = (met: number) => 1 + others.filter(other => other > met).length
        if (answer.outcome === 'already') expect(rankWith(own)).toBeLessThanOrEqual(wanted)
        else if (answer.outcome === 'notEnough') expect(rankWith(20)).toBeGreaterThan(wanted)
        else if (answer.outcome === 'reachable') {
          expect(rankWith(own + answer.more)).toBeLessThanOrEqual(wanted)
          expect(rankWith(own + answer.more - 1)).toBeGreaterThan(wanted)
        } else throw new Error(answer.outcome)
      }),
      { numRuns: 60 },
    )
  })
})

describe('whatever the facts', () => {
  type Unit = { electricity: number; area: number; base: number; own: boolean; ems: string; body: number }
  const units = fc.array(
    fc.record({
      electricity: fc.integer({ min: 0, max: 1_500_000 }),
      base: fc.integer({ min: 1, max: 1_500_000 }),
      area: fc.integer({ min: 0, max: 20_000 }),
      own: fc.boolean(),
      ems: fc.constantFrom('yes', 'no'),
      body: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  const facts = (list: readonly Unit[], order: (rows: readonly object[]) => readonly object[] = rows => rows) =>
    programme({
      bodies: order([0, 1, 2].map(b => ({ code: `B${b}`, group: '甲組', taskForceWorking: 'yes' }))),
      units: order(
        list.map((u, i) => ({
          code: `U${i}`,
          body: `B${u.body}`,
          category: '監理所',
          group: '第一組',
          ...(u.own ? { target: 'own', ownElectricity: '700000' } : { target: 'benchmark' }),
        })),
      ),
      years: order(
        list.flatMap((u, i) => [
          unitYear({ unit: `U${i}`, electricity: String(u.base) }),
          unitYear({
            unit: `U${i}`,
            year: '2024',
            electricity: String(u.electricity),
            floorArea: String(u.area),
            ems: u.ems,
          }),
        ]),
      ),
    })

  it('the order of bodies, units and years is irrelevant', () => {
    fc.assert(
      fc.property(units, list => {
        const [a, b] = [facts(list), facts(list, rows => rows.toReversed())].map(f => evaluate(f).results)
        const byCode = (x: { code: string }, y: { code: string }) => (x.code < y.code ? -1 : 1)
        const numbers = (r: typeof a) => r?.bodies.map(({ reasons: _, ...rest }) => rest).toSorted(byCode)
        expect(b?.groups).toEqual(a?.groups)
        expect(numbers(b)).toEqual(numbers(a))
        expect(b?.units.toSorted(byCode)).toEqual(a?.units.toSorted(byCode))
      }),
      { numRuns: 60 },
    )
  })

  it('more units that meet their target never lower the score', () => {
    const totals = fc.record({
      units: fc.integer({ min: 1, max: 500 }),
      met: fc.integer({ min: 0, max: 500 }),
      more: fc.integer({ min: 0, max: 500 }),
      saved: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(totals, ({ units: own, met, more, saved }) => {
        const score = (of: number) => {
          const stated = {
            units: String(own),
            met: String(Math.min(of, own)),
            groupUnits: '700',
            baseElectricity: '1000',
            savedElectricity: String(saved),
            ems: '0',
            improvement: '0',
            label: '0',
          }
          const [body] = evaluate(
            programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }] }),
          ).results.bodies
          return decimal(body?.score.value ?? '')
        }
        expect(compare(score(met + more), score(met))).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 60 },
    )
  })

  it('a unit that uses less never loses its target', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 1_500_000 }), (list, less) => {
        const fewer = list.map(u => ({ ...u, electricity: Math.max(u.electricity - less, 0) }))
        const [before, after] = [list, fewer].map(l => evaluate(facts(l)).results.units.map(u => u.met))
        for (const [i, met] of (before ?? []).entries()) if (met === 'met') expect(after?.[i]).toBe('met')
      }),
      { numRuns: 60 },
    )
  })
})
