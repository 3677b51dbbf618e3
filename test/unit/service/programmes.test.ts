import { describe, expect, it } from 'vitest'
import type { ProgrammeTable } from '#core/contract/programme-view.ts'
import { efficiencyFacts } from '#core/service/efficiency.ts'
import { clearTable, importLines, programmeRows } from '#core/service/programme-rows.ts'
import { Programmes } from '#core/service/programmes.ts'
import { Refused } from '#core/service/refused.ts'
import type { Session } from '#core/service/session.ts'
import { allRows } from '#core/workbook/read.ts'
import { nodeHost } from '../../../electron/files.ts'
import { openProgrammes } from '../../../electron/standards.ts'
import { fillGreenPower, fillTaiwan, GREEN_POWER, TAIWAN } from '../../tool/programmes.ts'
import { damageOf, emptySession } from '../../tool/workbook.ts'

const programmes = () => new Programmes({ ...nodeHost, now: () => '2025-12-31T12:00:00.000Z' }, openProgrammes)

const lines = (text: string) => text.split('\n').map(line => line.split('\t'))
const paste = (session: Session, table: ProgrammeTable, text: string, write = true) =>
  importLines(session, table, lines(text), programmes().reading(table), write)

describe('a pasted block', () => {
  it('is read by its headings or by the order of the columns, with the years of the era', () => {
    const session = emptySession()
    expect(
      paste(session, 'unitYear', '年度\t執行單位代碼\t用電量，kWh\n民國113年\tU1\t１２,０００\n112\tU1\t13000'),
    ).toMatchObject({
      added: 2,
      changed: 0,
      faultCount: 0,
      written: true,
    })
    paste(session, 'unitYear', 'U1\t2025\t11 000\t1200\t是\t會議紀錄')
    expect(allRows(session.sql, 'unitYear').map(row => [row.year, row.electricity, row.ems])).toEqual([
      ['2024', '12000', null],
      ['2023', '13000', null],
      ['2025', '11000', 'yes'],
    ])
    expect(damageOf(session)).toEqual([])
  })

  it('has no half of a thing, and no headings taken for a line', () => {
    const session = emptySession()
    expect(paste(session, 'body', '評比單位代碼\t填報之項目3推動家數\nB1\t36.5').faults).toMatchObject([
      { line: 2, column: '填報之項目3推動家數', message: '“36.5”不是整数。填報之項目3推動家數按家数填。' },
    ])
    paste(session, 'body', '評比單位代碼\t列管家數\nB1\t36.0')
    expect(allRows(session.sql, 'body')).toMatchObject([{ statedUnits: '36' }])
    // in other characters, or with one name of ours: unknown, never data
    for (const head of ['执行单位代码\t执行单位\t业务类别', '執行單位代碼\t名字\t組別', '機關代號\t機關名\t主管']) {
      const { faults, written } = paste(session, 'unit', `${head}\nU1\t甲\tB1`)
      expect([written, faults[0]?.message.includes('不认识这一列')]).toEqual([false, true])
    }
    // a line of data may have a word that is one of ours
    expect(paste(session, 'unit', 'U1\t甲所\tB1\t業務類別\t第一組', false).faultCount).toBe(0)
    expect(paste(session, 'body', '單位代碼\t項目3推動家數\nB1\t4').written).toBe(false)
    const long = paste(session, 'unit', Array.from({ length: 100 }, (_, i) => `x${i}`).join('\t'))
    expect(long.faults.map(({ message }) => message).join()).toContain('多出一格')
    expect(allRows(session.sql, 'unit')).toEqual([])
  })

  it('has the totals of every year beside each other, and takes those of the year looked at', () => {
    const session = emptySession()
    paste(session, 'body', '評比單位代碼\t評比單位\t評比分組\t總數之年度\t列管家數\t達標家數\nB1\t甲\t甲組\t113\t10\t4')
    paste(session, 'body', '評比單位代碼\t總數之年度\t達標家數\nB1\t114\t7')
    const totals = (year: string) => efficiencyFacts(session.sql, TAIWAN, year).bodies
    expect(totals('2024')).toMatchObject([{ code: 'B1', name: '甲', group: '甲組', stated: { units: '10', met: '4' } }])
    expect(totals('2025')).toMatchObject([{ code: 'B1', name: '甲', group: '甲組', stated: { units: null, met: '7' } }])
    expect(totals('2026')).toMatchObject([{ code: 'B1', stated: { year: '2025' } }])
    // a block may bring both years of a body; a blank says nothing, and undo takes all of it back
    const before = JSON.stringify(allRows(session.sql, 'body'))
    const both = '評比單位代碼\t評比單位\t評比分組\t總數之年度\t列管家數'
    paste(session, 'body', `${both}\nB2\t乙\t甲組\t113\t3\nB2\t\t\t114\t4\nB1\t新\t\t113\t9\nB1\t\t\t114\t8`)
    expect(
      allRows(session.sql, 'body').map(row => [row.code, row.name, row.group, row.statedYear, row.statedUnits]),
    ).toEqual([
      ['B1', '新', '甲組', '2024', '9'],
      ['B1', '新', '甲組', '2025', '8'],
      ['B2', '乙', '甲組', '2024', '3'],
      ['B2', '乙', '甲組', '2025', '4'],
    ])
    session.step('undo')
    expect(JSON.stringify(allRows(session.sql, 'body'))).toBe(before)
    // what is not of a year changes in all lines; what is wants its year where there are several
    paste(session, 'body', '評比單位代碼\t評比分組\nB1\t乙組')
    expect(['2024', '2025'].map(year => totals(year))).toMatchObject([[{ group: '乙組' }], [{ group: '乙組' }]])
    expect(paste(session, 'body', '評比單位代碼\t達標家數\nB1\t5').faults).toMatchObject([
      { column: '總數之年度', message: '已有几年的总数，不知道改哪一年的。请带上“總數之年度”这一列。' },
    ])
    expect(damageOf(session)).toEqual([])
  })

  it('may have saved less than nothing', () => {
    const session = emptySession()
    expect(paste(session, 'body', '評比單位代碼\t累計節電量\t基期年用電量\nB1\t−1,200\t5000')).toMatchObject({
      added: 1,
    })
    expect(allRows(session.sql, 'body')).toMatchObject([{ statedSavedElectricity: '-1200' }])
    expect(paste(session, 'body', '評比單位代碼\t基期年用電量\nB1\t-5').faultCount).toBe(1)
  })

  it('changes the line that has the same key, and leaves the columns it does not bring', () => {
    const session = emptySession()
    paste(session, 'unit', 'U1\t甲\tB1\t行政機關\t第一組')
    expect(paste(session, 'unit', '執行單位代碼\t節電目標\nU1\t主管機關自訂')).toMatchObject({ added: 0, changed: 1 })
    expect(paste(session, 'unit', '執行單位代碼\t節電目標\nU1\t自訂')).toMatchObject({ same: 1, written: false })
    expect(allRows(session.sql, 'unit')).toMatchObject([{ name: '甲', category: '行政機關', target: 'own' }])
    session.step('undo')
    expect(allRows(session.sql, 'unit')).toMatchObject([{ target: null }])
  })

  it('is written as a whole or not at all, and says what is wrong where', () => {
    const session = emptySession()
    const bad = paste(
      session,
      'benchmark',
      '行政機關\t第一組\t95.5\n學校\t\t1,5\n行政機關\t第一組\t90\n學校\t第二組\t60\t來源\t多',
    )
    expect(bad).toMatchObject({ written: false, faultCount: 4 })
    expect(bad.faults.map(({ line, column, message }) => `${line} ${column} ${message}`)).toEqual([
      '2 分組 分組不能空着。',
      '2 EUI公告基準 “1,5”读不准。请只写半角数字和一个小数点，例如 12800.5；单位写在单位一栏。',
      '3  与第 1 行是同一条（行政機關，第一組）。请留一行。',
      '4  多出一格“多”。请核对列的次序。',
    ])
    expect(allRows(session.sql, 'benchmark')).toEqual([])
    expect(paste(session, 'benchmark', '業務類別\t分組\t基準\nA\tB\t1').faults).toMatchObject([
      { line: 1, column: '基準', message: '不认识这一列。可用：業務類別、分組、EUI公告基準、出處。' },
    ])
    expect(paste(session, 'benchmark', '業務類別\tEUI公告基準\nA\t1').faults).toMatchObject([{ column: '分組' }])
    expect(paste(session, 'benchmark', '\n').faults).toMatchObject([
      { message: '没有读到一行数据。请连同数据一起粘贴。' },
    ])
    expect(paste(session, 'approval', '一百一十四\t8/31').faults.map(({ message }) => message)).toEqual([
      '读到“一百一十四”，不是年度。请填 113 或 2024。',
      '读到“8/31”，不是日期。请写成 2025-03-01。',
    ])
    expect(paste(session, 'certificateEvent', 'E1\t赠送\t2025-01-01\tA1\tA2').faults[0]?.message).toContain(
      '可填：核发、划转、核销、作废、到期',
    )
    expect(() => clearTable(session, 'benchmark')).toThrow(Refused)
  })

  it('that is only looked at writes nothing', () => {
    const session = emptySession()
    expect(paste(session, 'body', 'B1\t甲機關\t甲組\t是', false)).toMatchObject({
      added: 1,
      written: false,
      read: [['B1', '甲機關', '甲組', 'yes', '', '', '', '', '', '', '', '', '']],
    })
    expect(allRows(session.sql, 'body')).toEqual([])
  })

  it('takes dates of the era, leaves years of two digits, and does not mind quotation marks', () => {
    const session = emptySession()
    paste(session, 'approval', '114\t民國115年8月31日\n113\t114/9/1')
    expect(allRows(session.sql, 'approval').map(({ year, date }) => `${year} ${date}`)).toEqual([
      '2025 2026-08-31',
      '2024 2025-09-01',
    ])
    expect(paste(session, 'approval', '25\t25/3/1').faults.map(({ message }) => message)).toEqual([
      '读到“25”，不是年度。请填 113 或 2024。',
      '读到“25/3/1”，不是日期。请写成 2025-03-01。',
    ])
    paste(session, 'holder', 'A\t甲\t新建“数据中心”\nB\t乙\t新建数据中心')
    expect(allRows(session.sql, 'holder').map(({ category }) => category)).toEqual(['newDataCentre', 'newDataCentre'])
  })

  it('is found by the words that are shown for what is stored', () => {
    const session = emptySession()
    paste(session, 'unit', 'U1\t甲\tB1\t行政機關\t第一組\t依公告基準\nU2\t乙\tB1\t行政機關\t第一組\t主管機關自訂')
    const { words } = programmes().reading('unit')
    const found = (find: string) => programmeRows(session.sql, 'unit', find, 0, words).rows.map(({ code }) => code)
    expect(found('自訂')).toEqual(['U2'])
    expect(found('own')).toEqual([])
  })

  it('is found again, page by page, and taken back by name', () => {
    const session = emptySession()
    const many = Array.from({ length: 230 }, (_, i) => `U${i + 1}\t單位${i + 1}\tB1`).join('\n')
    paste(session, 'unit', many)
    expect(programmeRows(session.sql, 'unit', '', 200)).toMatchObject({ found: 230 })
    expect(programmeRows(session.sql, 'unit', '', 200).rows).toHaveLength(30)
    expect(programmeRows(session.sql, 'unit', '單位23', 0).found).toBe(2)
    expect(clearTable(session, 'unit')).toBe(230)
    expect(session.step('undo').label).toBe('清空 執行單位表')
    expect(programmeRows(session.sql, 'unit', '', 0).found).toBe(230)
    expect(damageOf(session)).toEqual([])
  })
})

describe('a workbook', () => {
  it('evaluates the efficiency programme from what was pasted', () => {
    const session = emptySession()
    fillTaiwan(session)
    const all = programmes()
    const { results, explain, whatIf } = all.efficiency(session, TAIWAN, '2025')
    // B1 by hand: A = 2 ÷ 9, B = 24 000 ÷ 366 000, C = 1 × 40 % ÷ 3, D = (11.11 + 3.28 + 1.33) %
    expect(results.bodies.map(({ code, rank, score }) => [code, rank, score.display])).toEqual([
      ['B1', 1, '15.72'],
      ['B2', 2, '3.33'],
      ['B3', 3, '2.11'],
      ['B4', 1, '0.95'],
    ])
    expect(results.units.find(({ code }) => code === 'B1-3')?.duties).toMatchObject([
      { id: 'training' },
      { id: 'assessment', dueDate: '2027-02-28', dueShown: '民國116年2月28日' },
    ])
    expect(explain({ body: 'B1', term: 'savingRate' })?.computation?.numbers).toContain('24\u2009000')
    // each unit more is 1 ÷ 9 × 50 % = 5.56 %, and 2.11 + 2 × 5.56 is below 15.72
    expect(whatIf('B3', 1)).toMatchObject({ outcome: 'reachable', more: 3, unmet: 3 })
    expect(() => all.efficiency(session, TAIWAN, '2030')).toThrow(Refused)
    expect(() => all.efficiency(session, GREEN_POWER, '2025')).toThrow(Refused)
    const { document, appendix } = all.report(session, TAIWAN, '2025')
    expect(document).toMatchObject({ language: 'zh-Hant', mark: '草案' })
    expect(appendix[0]?.blocks[0]).toMatchObject({ kind: 'table', title: '民國114年各執行單位' })
  })

  it('may be looked at in the year that a shortfall goes on into', () => {
    const session = emptySession()
    fillGreenPower(session)
    const green = programmes()
      .list(session.sql)
      .find(({ id }) => id === GREEN_POWER)
    expect([green?.years.map(({ gregorian }) => gregorian), green?.year]).toEqual([['2026', '2025'], '2025'])
  })

  it('follows certificates from what was pasted, in the words of the pack', () => {
    const session = emptySession()
    fillGreenPower(session)
    const all = programmes()
    const { results, certificates, explain } = all.greenPower(session, GREEN_POWER)
    expect(results.totals.issued.certificates).toBe('1000')
    expect(results.problems.map(({ message }) => message)).toEqual([
      '“绿证台账”第 4 行（核发 E4）“首号”：证书 GEC2025000850 已由“E1”核发，同一张证书不能计两次。请核对两行的首末号。',
    ])
    const [first, second, third] = results.holders.map(({ years }) => years[0])
    expect(first?.requirements).toMatchObject([{ verdict: 'nonconform', certificatesToBuy: '14', buyBy: '2025-12-31' }])
    // 80 % of 500 MWh is 400; strictly more needs 401 − 100
    expect(second?.requirements).toMatchObject([{ certificatesToBuy: '301' }])
    expect(third?.requirements).toMatchObject([{ verdict: 'notApplicable' }])
    expect(certificates().map(({ state, amount }) => `${state} ${amount.certificates}`)).toEqual([
      'retired 500',
      'held 100',
      'held 300',
      'held 100',
    ])
    expect(explain({ holder: 'A', year: '2025', term: 'share' })?.computation?.numbers).toBe('600 × 100 ÷ 2\u2009000')
    expect(all.report(session, GREEN_POWER, '2025').document.sections.map(({ title }) => title)).toEqual([
      '核算结果',
      '要求和判定',
      '按季度',
      '读法和待核',
      '数据检查',
    ])
  })
})
