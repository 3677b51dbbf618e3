import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Summary } from '#core/contract/views.ts'
import { Refused } from '#core/service/refused.ts'
import type { Session } from '#core/service/session.ts'
import { detailOf } from '#core/service/views.ts'
import { gradeInstitution } from '#core/standard/grade-institution.ts'
import { allRows, rowsOf, summaries, yearIds } from '#core/workbook/read.ts'
import { TABLE_NAMES } from '#core/workbook/schema.ts'
import { apply, Outdated, WrongValue } from '#core/workbook/write.ts'
import { nodeHost } from '../../../electron/files.ts'
import { damageOf, emptySession, OPEN_STANDARD, SAMPLE, sampleSession } from '../../tool/workbook.ts'

const listOf = (session: Session): Summary[] =>
  summaries(session.sql).map(({ summary }) => JSON.parse(summary ?? 'null'))
const firstYear = (session: Session) => yearIds(session.sql)[0]?.year ?? ''
const detail = (session: Session, year: string) => detailOf(session.sql, session.standard, year, session.graded(year))
const contents = (session: Session) => JSON.stringify(TABLE_NAMES.map(table => allRows(session.sql, table)))
const results = (session: Session) =>
  JSON.stringify(session.sql.prepare('SELECT * FROM current_result ORDER BY year').all())

describe('the example workbook', () => {
  const session = sampleSession()

  it('shows the grades and numbers of the fourteen institutions', () => {
    const lines = listOf(session).map(row =>
      [row.name, row.people ?? '未报', ...row.indicators.map(i => `${i.grade.mark}${i.text}`)].join(' '),
    )
    expect(lines).toEqual([
      '云岭区机关事务服务中心 231 基363 约6.2 约46 基40',
      '云岭区综合办公大楼 403 约604 超10.6 超84 约78',
      '云岭区政务服务中心 151 引90 引2.6 引21 引14',
      '云岭区第一中学 2\u2009288 基26 基2.0 基13 基18',
      '云岭区实验小学 1\u2009586 基8 引0.9 引7 基5',
      '云岭区中心幼儿园 386 超63 超5.3 超38 约14',
      '望海职业技术学院 7\u2009214 引82 约6.0 约43 基56',
      '望海区人民医院 13\u2009948 引77 基14.6 基94 引24',
      '云岭区中医院 1\u2009125 ？缺 12 月 ？缺 12 月 约94 约117',
      '清竹县卫生院 234 基158 超5.8 等44 基42',
      '望海区图书馆 231 约346 超8.0 超65 基52',
      '望海区体育中心 312 基486 约8.0 基58 基80',
      '清竹县科技馆 未报 ？缺用能人数 引4.7 引38 ？缺用能人数',
      '清竹县干部培训中心 206 基47 基1.0 基7 引16',
    ])
  })

  it('grades the first as the facts behind the pages say', () => {
    const { cards, figures } = detail(session, firstYear(session))
    const shown = Object.fromEntries(figures.map(f => [f.cell, f.text]))
    expect(shown).toMatchObject({
      comprehensiveEnergy: '93\u2009296',
      transportEnergy: '11\u2009174',
      energyUserCount: '230.88',
      energyUserCountInScope: '226.88',
      floorAreaInScope: '11\u2009700',
      correctionFactor: '0.8833',
    })
    expect(
      cards.map(c => [
        c.display,
        c.raw.display,
        c.grade.id,
        c.raw.grade.id,
        c.distance?.inUnit,
        c.distance?.percent,
        c.distance?.amount,
      ]),
    ).toEqual([
      ['363', '411', 'belowReference', 'belowConstraint', '147.2', '40.5', '37\u2009818'],
      ['6.2', '7.0', 'belowConstraint', 'belowConstraint', '0.90', '14.5', '11\u2009922'],
      ['46', '52', 'belowConstraint', 'belowConstraint', '3.2', '7.0', '42\u2009933'],
      ['40', '40', 'belowReference', 'belowReference', '20.5', '50.6', '4\u2009642'],
    ])
  })

  it('gives the engine the same facts as the file it came from', () => {
    const years = yearIds(session.sql)
    for (const [i, facts] of SAMPLE.entries()) {
      const fromFile = gradeInstitution(facts, OPEN_STANDARD.standard, '').result
      const { result } = session.graded(years[i]?.year ?? '')
      expect(result.indicators).toEqual(fromFile.indicators)
      expect(result.comprehensiveEnergy).toBe(fromFile.comprehensiveEnergy)
    }
  })
})

describe('editing', () => {
  it('changes four grades with one number and takes it back by name', () => {
    const session = sampleSession()
    const year = firstYear(session)
    const before = contents(session)
    const [operation = {}] = rowsOf(session.sql, 'operation', year)
    expect(session.setField('operation', String(operation.id), 'annualHours', '2,400')).toEqual({
      outcome: 'written',
      message: null,
      text: '2400',
    })
    expect(detail(session, year).cards.map(c => c.display)).toEqual(['411', '7.0', '52', '40'])
    expect(session.step('undo').label).toBe('修改 年实际运行时间')
    expect(contents(session)).toBe(before)
    expect(detail(session, year).cards[0]?.display).toBe('363')
    expect(session.step('redo').label).toBe('修改 年实际运行时间')
    expect(detail(session, year).cards[0]?.display).toBe('411')
    expect(damageOf(session)).toEqual([])
  })

  it('keeps unreadable text as a draft that is no value, until it is read', () => {
    const session = sampleSession()
    const year = firstYear(session)
    const [area = {}] = rowsOf(session.sql, 'area', year)
    expect(session.setField('area', String(area.id), 'floorArea', '1.2万')).toMatchObject({
      outcome: 'draft',
      text: null,
    })
    expect(detail(session, year).drafts).toMatchObject([{ typed: '1.2万', field: 'floorArea' }])
    expect(listOf(session)[0]?.indicators[1]?.grade.id).toBe('undetermined')
    expect(session.setField('area', String(area.id), 'floorArea', '12 000')).toMatchObject({
      outcome: 'written',
      text: '12000',
    })
    expect(detail(session, year).drafts).toEqual([])
    expect(listOf(session)[0]?.indicators[1]?.text).toBe('6.2')
  })

  it('pastes a block as one step with its unreadable cells set aside', () => {
    const session = sampleSession()
    const year = firstYear(session)
    const supply = String(rowsOf(session.sql, 'supply', year)[0]?.id)
    const before = contents(session)
    const typed = ['50,000', '４６８２０', '1,5', '-', '0', '', '7', '8', '9', '10', '11', '12']
    const tally = session.setCells(
      year,
      typed.map((text, i) => ({ supply, month: i + 1, typed: text })),
      '粘贴 12 格',
    )
    expect(tally).toEqual({ written: 11, tidied: 2, unreadable: 1 })
    expect(
      detail(session, year)
        .consumption.filter(c => c.supply === supply)
        .map(c => c.state)
        .slice(0, 6),
    ).toEqual(['value', 'value', 'notReported', 'notApplicable', 'value', 'notReported'])
    expect(session.step('undo').label).toBe('粘贴 12 格')
    expect(contents(session)).toBe(before)
  })

  it('says why it refuses and changes nothing', () => {
    const session = sampleSession()
    const before = contents(session)
    const [first, second] = allRows(session.sql, 'institution')
    const use = String(rowsOf(session.sql, 'specialUse', firstYear(session))[0]?.id)
    const refused = [
      () => session.setField('institution', String(second?.id), 'code', String(first?.code)),
      () => session.setField('institution', String(second?.id), 'code', ''),
      () => session.setField('institution', 'no such row', 'name', 'x'),
      () => session.setField('institution', String(second?.id), 'ordinal', '1'),
      () => session.removeRow('specialUse', use),
      () => session.setCells(firstYear(session), [{ supply: 'no', month: 1, typed: '1' }], 'x'),
      () => emptySession().step('undo'),
    ]
    for (const work of refused) expect(work).toThrow(Refused)
    expect(contents(session)).toBe(before)
  })

  it('writes no number into a quantity, no unknown word, and nothing over a row that has moved on', () => {
    const session = sampleSession()
    const before = contents(session)
    const [row = {}] = allRows(session.sql, 'area')
    const id = String(row.id)
    const action = { kind: 'do', target: null, label: 'x', place: null, command: null } as const
    const write =
      (after: object, from: object = row) =>
      () =>
        apply(session.sql, nodeHost, action, [
          { table: 'area', id, before: from as never, after: { ...row, ...after } },
        ])
    expect(write({ floorArea: 1.5 })).toThrow(WrongValue)
    expect(write({ floorArea: '1', year: null })).toThrow(WrongValue)
    expect(write({ floorArea: '1' }, { ...row, floorArea: '2' })).toThrow(Outdated)
    expect(write({ floorArea: '1,5' })).toThrow()
    expect(write({ year: 'nobody' })).toThrow()
    expect(contents(session)).toBe(before)
    expect(damageOf(session)).toEqual([])
  })

  it('removes an institution with all that is below it, and brings it back', () => {
    const session = sampleSession()
    const before = contents(session)
    const shown = results(session)
    session.removeInstitution(firstYear(session))
    expect(listOf(session)).toHaveLength(13)
    expect(allRows(session.sql, 'specialUse')).toEqual([])
    session.step('undo')
    expect(contents(session)).toBe(before)
    expect(results(session)).toBe(shown)
  })

  it('stores an evaluation with the bytes of the standard', () => {
    const session = sampleSession()
    session.storeRun(firstYear(session), '第一次')
    const [run] = allRows(session.sql, 'run')
    expect(run).toMatchObject({ label: '第一次', packDigest: session.standard.digest })
    expect(JSON.parse(String(run?.cells)).length).toBeGreaterThan(500)
    expect(session.sql.prepare('SELECT digest FROM pack').all()).toEqual([{ digest: session.standard.digest }])
  })

  it('undoes and redoes any run of steps exactly, and the log always folds to the tables', () => {
    const step = fc.tuple(fc.nat(7), fc.nat(99), fc.constantFrom('1', '12,5', '', '-', '0', '250.5', '3万'))
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), steps => {
        const session = emptySession()
        session.begin('装入', SAMPLE.slice(0, 2), '2023')
        const states = [contents(session)]
        for (const [what, pick, typed] of steps) {
          const years = yearIds(session.sql)
          const year = years[pick % Math.max(1, years.length)]?.year
          const revision = session.revision
          try {
            if (what === 0 || year === undefined) session.createInstitution(`新 ${pick}`, '2023')
            else if (what === 1) session.removeInstitution(year)
            else if (what === 2) session.addRow('personGroup', year, { label: '学员', headcount: typed })
            else if (what === 3) session.setChoice(year, 'yearBasis', 'calendar', typed)
            else if (what === 4) session.addRow('supply', year, { carrier: 'heat', unit: 'GJ' })
            else {
              const table = what === 5 ? 'supply' : 'personGroup'
              const rows = rowsOf(session.sql, table, year)
              const id = String(rows[pick % Math.max(1, rows.length)]?.id)
              if (what === 5 && pick % 2 === 0) session.removeRow('supply', id)
              else if (what === 5) session.setCells(year, [{ supply: id, month: 1 + (pick % 12), typed }], '改')
              else session.setField('personGroup', id, 'headcount', typed)
            }
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
          if (session.revision > revision) states.push(contents(session))
        }
        for (let i = states.length - 2; i >= 0; i--) {
          session.step('undo')
          expect(contents(session)).toBe(states[i])
        }
        for (let i = 1; i < states.length; i++) {
          session.step('redo')
          expect(contents(session)).toBe(states[i])
        }
        expect(damageOf(session)).toEqual([])
        const kept = results(session)
        session.evaluateAll()
        expect(results(session)).toBe(kept)
      }),
      { numRuns: 25 },
    )
  })
})
