import { describe, expect, it } from 'vitest'
import { auditOf, auditRecord } from '#core/service/audit-record.ts'
import { addEliminated, equipmentOf, meteringOf } from '#core/service/equipment.ts'
import { addEvidence, evidenceBytes, keepCopies } from '#core/service/evidence.ts'
import {
  addFinding,
  addMeasure,
  addSaving,
  findingFromGrade,
  findingFromItem,
  findingFromMeasurement,
  findingFromMeterPoint,
  findingsOf,
} from '#core/service/findings.ts'
import { measurementsOf } from '#core/service/measurements.ts'
import { openPack } from '#core/service/open-pack.ts'
import { Refused } from '#core/service/refused.ts'
import { Session } from '#core/service/session.ts'
import { sign, signoffView } from '#core/service/signoff.ts'
import { addMemo, beginVisit, evidenceOf, setAnswer, visitItems, visitRecord, visitsOf } from '#core/service/visits.ts'
import { allRows, rowsOf, yearIds } from '#core/workbook/read.ts'
import { AUDIT_TABLES } from '#core/workbook/schema.ts'
import { nodeHost } from '../../../electron/files.ts'
import { openChecklist } from '../../../electron/standards.ts'
import { jpegBytes, pdfBytes, pngBytes } from '../../tool/photos.ts'
import { damageOf, OPEN_STANDARD, sampleSession } from '../../tool/workbook.ts'

const CHECKLIST = openChecklist()
const { checklist } = CHECKLIST
const yearAt = (session: Session, at: number) => yearIds(session.sql)[at]?.year ?? ''

function onSite(at = 0) {
  const session = sampleSession()
  const year = yearAt(session, at)
  const visit = beginVisit(session, CHECKLIST, year)
  const set = (item: string, field: 'answer' | 'reason' | 'note' | 'value' | 'whole', typed: string) =>
    setAnswer(session, nodeHost, checklist, { visit, item, field, typed })
  const answer = (item: string) => visitRecord(session, checklist, visit).answers.find(a => a.item === item)
  return { session, year, visit, set, answer }
}
const audited = (session: Session) => JSON.stringify(AUDIT_TABLES.map(table => allRows(session.sql, table)))

describe('a visit', () => {
  it('asks what binds here, shows the numbers it has, and knows what is another’s', () => {
    const { session, visit } = onSite()
    const { items } = visitItems(session, checklist, visit)
    const item = (id: string) => items.find(known => known.id === id)
    expect(items.filter(known => known.applies === 'applies' && known.onSite)).toHaveLength(64)
    expect(item('HJ-01')).toMatchObject({ applies: 'reference', bound: '≥ 26 ℃', regions: ['山东'] })
    expect(item('HT-10')?.applies).toBe('otherClass')
    expect(item('HT-01')?.shows).toEqual([
      { cell: 'energyPerPerson', label: '人均综合能耗', text: '363 kgce/p，优于基准值' },
    ])
    expect(item('HT-08')?.shows.map(({ label, text }) => [label, text])).toEqual([
      ['年实际运行时间', '3\u2009000 h'],
      ['修正系数', '0.8833'],
    ])
    expect(item('GL-32')?.doubt).toContain('不会是重点用能单位')
    expect(item('GL-30')?.shows).toEqual([{ cell: 'comprehensiveEnergy', label: '综合能耗', text: '93\u2009296 kgce' }])
    expect(item('JL-01')?.cites).toEqual(['公共机构节能条例 第 14、37 条', '福建省公共机构能耗定额标准 7.6'])
  })

  it('goes on with what is half typed while photos arrive, until that field is committed or undone', () => {
    const { session, visit, year, set } = onSite()
    const half = { year, stage: 'field', field: `answer ${visit} JL-01 note`, typed: '总表在地下' } as const
    session.keepTyping(half)
    addEvidence(session, nodeHost, { year, target: `item ${visit} JL-01`, name: 'a.jpg' }, jpegBytes(8, 8))
    set('JL-02', 'answer', 'yes')
    expect(session.typing).toEqual(half)
    set('JL-01', 'note', '总表在地下一层')
    expect(session.typing).toBeNull()
    session.keepTyping({ ...half, field: `answer ${visit} JL-02 note` })
    session.step('undo')
    expect(session.typing).toBeNull()
  })

  it('keeps every field as it is answered, and takes it back', () => {
    const { session, set, answer, visit } = onSite()
    set('JL-07', 'whole', '6')
    set('JL-07', 'value', '４')
    set('JL-08', 'answer', 'notApplicable')
    set('JL-08', 'reason', '没有自备的表')
    set('JL-01', 'answer', 'no')
    expect(answer('JL-07')).toMatchObject({ value: '4', whole: '6', ratio: '66.7 %', meets: false })
    expect(visitsOf(session, checklist, yearAt(session, 0))[0]).toMatchObject({ no: 1, notApplicable: 1 })
    set('JL-01', 'answer', '')
    expect(answer('JL-01')?.answer).toBeNull()
    session.step('undo')
    expect(answer('JL-01')?.answer).toBe('no')
    expect(visitRecord(session, checklist, visit).visit.progress[0]).toMatchObject({ where: 'onSite', of: 64 })
    expect(damageOf(session)).toEqual([])
  })

  it('keeps what cannot be read beside its field, also before there is an answer', () => {
    const { session, set, answer, year } = onSite()
    expect(set('JL-07', 'value', '约 4')).toMatchObject({ outcome: 'draft' })
    expect(answer('JL-07')).toMatchObject({ value: null, unread: [{ field: 'value', typed: '约 4' }] })
    expect(session.summary(year)[0]?.todos.filter(todo => todo.stage === 'visits')).toMatchObject([{ unread: true }])
    set('JL-07', 'value', '4')
    expect(answer('JL-07')).toMatchObject({ value: '4', unread: [] })
  })

  it('refuses an unknown item, an unknown answer and a note without end, and nothing is written', () => {
    const { session, set } = onSite()
    const before = audited(session)
    expect(() => set('XX-99', 'answer', 'yes')).toThrow(Refused)
    expect(() => set('JL-01', 'answer', '是')).toThrow(Refused)
    expect(() => set('JL-01', 'note', '长'.repeat(2001))).toThrow('文字太长（最多 2000 字）')
    expect(audited(session)).toBe(before)
  })

  it('keeps the version of the checklist it began with, for asking and for answering', () => {
    const { session, visit } = onSite()
    const newer = { ...checklist, digest: 'sha256:0', items: checklist.items.slice(0, 3) }
    expect(visitItems(session, newer, visit).items).toHaveLength(checklist.items.length)
    setAnswer(session, nodeHost, newer, { visit, item: 'HT-01', field: 'answer', typed: 'yes' })
    expect(visitRecord(session, newer, visit).answers).toMatchObject([{ item: 'HT-01', answer: 'yes' }])
  })

  it('takes what is half counted as it is, and a memo put to an item into its record', () => {
    const { session, set, visit, year } = onSite()
    set('JL-08', 'value', '5')
    const memo = addMemo(session, nodeHost, visit, '配电间的表没有检定标签')
    session.setField('memo', memo, 'item', 'JL-10')
    const answers = auditRecord(session, checklist, year)?.visits[0]?.answers
    expect(answers?.map(({ item, answer, note }) => [item, answer, note])).toEqual([
      ['JL-08', '5 / 未填', ''],
      ['JL-10', '', '配电间的表没有检定标签'],
    ])
  })

  it('goes as a whole and comes back as a whole', () => {
    const { session, set, visit, year } = onSite()
    set('JL-01', 'answer', 'no')
    set('JL-07', 'value', '乱')
    const memo = addMemo(session, nodeHost, visit, '二层走廊风口结灰')
    addEvidence(session, nodeHost, { year, target: `item ${visit} JL-01`, name: 'a.jpg' }, jpegBytes(10, 10))
    addEvidence(session, nodeHost, { year, target: `memo ${memo}`, name: 'b.png' }, pngBytes(10, 10))
    const before = audited(session)
    session.removeRow('visit', visit)
    expect(AUDIT_TABLES.flatMap(table => allRows(session.sql, table))).toEqual([])
    expect(rowsOf(session.sql, 'draft', year)).toEqual([])
    session.step('undo')
    expect(audited(session)).toBe(before)
    expect(damageOf(session)).toEqual([])
    session.removeInstitution(year)
    session.step('undo')
    expect(audited(session)).toBe(before)
  })
})

describe('evidence', () => {
  it('is kept once by its bytes however often and under whatever name it is attached', () => {
    const { session, year, visit } = onSite()
    const photo = jpegBytes(4032, 3024, { takenAt: '2024:03:14 14:52:07', gps: true })
    const add = (item: string, name: string) =>
      addEvidence(session, nodeHost, { year, target: `item ${visit} ${item}`, name }, photo)
    const first = add('JL-01', '..\\..\\出线柜.jpg')
    expect(first.known).toBeNull()
    expect(add('JL-01', '另一个名字.jpg')).toMatchObject({ id: first.id, known: '这里已有这个文件（出线柜.jpg）。' })
    expect(add('JL-02', 'C:\\x\\a\u0000b.jpg').known).toBe('已有这个文件（出线柜.jpg），已关联到这里。')
    expect(evidenceOf(session.sql, year).map(file => file.name)).toEqual(['出线柜.jpg', 'ab.jpg'])
    expect(evidenceOf(session.sql, year)[0]).toMatchObject({ takenAt: '2024-03-14 14:52:07' })
    expect(session.sql.prepare('SELECT count(*) AS "n" FROM "file"').get()).toEqual({ n: 1 })
    // the original stays as the camera wrote it
    expect(evidenceBytes(session.sql, nodeHost, first.digest, 'original')?.bytes).toEqual(Buffer.from(photo))
  })

  it('of the same name with other bytes is another file', () => {
    const { session, year, visit } = onSite()
    const target = `item ${visit} JL-01`
    addEvidence(session, nodeHost, { year, target, name: '照片.jpg' }, jpegBytes(1, 1))
    addEvidence(session, nodeHost, { year, target, name: '照片.jpg' }, jpegBytes(2, 2))
    expect(evidenceOf(session.sql, year)).toHaveLength(2)
  })

  it('of a kind that is none leaves the workbook as it was', () => {
    const { session, year, visit } = onSite()
    const before = session.revision
    const add = (bytes: Uint8Array, target = `item ${visit} JL-01`) =>
      addEvidence(session, nodeHost, { year, target, name: 'x.jpg' }, bytes)
    expect(() => add(Buffer.from('<svg/>'))).toThrow(Refused)
    expect(() => add(pngBytes(50_000, 50_000))).toThrow('像素')
    for (const target of ['item nowhere JL-01', 'memo nowhere', 'setting x', `item ${visit}`, 'run x'])
      expect(() => add(pdfBytes(), target), target).toThrow('要附的地方已不在了')
    expect(session.revision).toBe(before)
    expect(session.sql.prepare('SELECT count(*) AS "n" FROM "file"').get()).toEqual({ n: 0 })
  })

  it('whose bytes were damaged inside the workbook is not shown and is named by the check', () => {
    const { session, year, visit } = onSite()
    const { digest } = addEvidence(
      session,
      nodeHost,
      { year, target: `item ${visit} JL-01`, name: 'a.jpg' },
      jpegBytes(9, 9),
    )
    keepCopies(session, digest, jpegBytes(3, 3), jpegBytes(5, 5))
    expect(evidenceBytes(session.sql, nodeHost, digest, 'small')?.bytes).toEqual(Buffer.from(jpegBytes(3, 3)))
    session.sql.prepare('UPDATE "file" SET "bytes" = ? WHERE "digest" = ?').run(jpegBytes(8, 8), digest)
    expect(evidenceBytes(session.sql, nodeHost, digest, 'original')).toBeNull()
    expect(evidenceBytes(session.sql, nodeHost, digest, 'small')).toBeNull()
    expect(damageOf(session)).toEqual([{ table: '证据', row: 'a.jpg', message: '文件与加入时不同。' }])
  })

  it('has copies only of what it is', () => {
    const { session, year, visit } = onSite()
    const { digest } = addEvidence(
      session,
      nodeHost,
      { year, target: `item ${visit} JL-01`, name: 'a.png' },
      pngBytes(9, 9),
    )
    expect(() => keepCopies(session, digest, pdfBytes(), jpegBytes(5, 5))).toThrow(Refused)
    const noted = jpegBytes(5, 5, { takenAt: '2024:03:14 14:52:07', gps: true })
    expect(() => keepCopies(session, digest, jpegBytes(3, 3), noted)).toThrow(Refused)
    expect(() => keepCopies(session, 'f'.repeat(64), jpegBytes(3, 3), jpegBytes(5, 5))).toThrow(Refused)
    // a report asks for the copy and never gets the original in its place
    expect(evidenceBytes(session.sql, nodeHost, digest, 'copy')).toBeNull()
    expect(evidenceBytes(session.sql, nodeHost, digest, 'original')).toMatchObject({ type: 'png' })
  })
})

describe('a finding', () => {
  it('carries the clause, the note and the place of the item it comes from, once', () => {
    const { session, set, visit, year } = onSite()
    set('JL-01', 'answer', 'no')
    set('JL-01', 'note', '空调与水泵合用一块总表')
    const { id, known } = findingFromItem(session, checklist, visit, 'JL-01')
    expect(known).toBe(false)
    expect(findingFromItem(session, checklist, visit, 'JL-01')).toEqual({ id, known: true })
    expect(findingsOf(session.sql, year)).toMatchObject([
      {
        row: {
          text: '能源消费分户计量：否。空调与水泵合用一块总表。',
          source: `item ${visit} JL-01`,
          cite: '公共机构节能条例 第 14、37 条；福建省公共机构能耗定额标准 7.6',
        },
        state: 'open',
      },
    ])
  })

  it('comes from what was measured, too, and not from a yes', () => {
    const { session, set, visit, year } = onSite()
    set('JL-01', 'answer', 'yes')
    expect(() => findingFromItem(session, checklist, visit, 'JL-01')).toThrow('没有答“否”')
    set('JL-08', 'value', '5')
    set('JL-08', 'whole', '500')
    findingFromItem(session, checklist, visit, 'JL-08')
    expect(findingsOf(session.sql, year)[0]?.row.text).toBe(
      '在用计量器具经依法检定合格：不符合（5 / 500，1.0 %，限值 = 100 %）。',
    )
    const record = auditRecord(session, checklist, year)
    expect(record?.visits[0]?.answers.find(({ item }) => item === 'JL-08')?.answer).toBe('5 / 500，1.0 %，不符合')
  })

  it('says reading and limit, brings what was noted first, and is old when the reading changes', () => {
    const { session, set, visit, year } = onSite()
    session.setField('institution', yearIds(session.sql)[0]?.institution ?? '', 'place', '山东省')
    set('HJ-01', 'value', '24')
    const memo = addMemo(session, nodeHost, visit, '一层大厅设成 24 度')
    session.setField('memo', memo, 'item', 'HJ-01')
    findingFromItem(session, checklist, visit, 'HJ-01')
    const [finding] = findingsOf(session.sql, year)
    expect(finding?.row.text).toBe('夏季室内空调温度设置：不符合（24 ℃，限值 ≥ 26 ℃）。一层大厅设成 24 度。')
    expect(finding?.from).toEqual([`item ${visit} HJ-01`, `memo ${memo}`])
    const told = () => signoffView(session, checklist, year).opens.map(({ text }) => text)
    const old = '问题 1 的依据后来改过'
    expect(told()).not.toContain(old)
    set('HJ-01', 'value', '4')
    expect(told()).toContain(old)
    // what does not apply is not against its limit
    set('HJ-01', 'answer', 'notApplicable')
    expect(told()).toContain('问题 1 的依据后来改过，现在不是问题')
    expect(told()).toContain('第 1 次现场的 HJ-01 答“不适用”，没有写理由')
    expect(() => findingFromItem(session, checklist, visit, 'HJ-01')).toThrow('没有答“否”')
    expect(auditRecord(session, checklist, year)?.visits[0]?.answers.find(({ item }) => item === 'HJ-01')?.answer).toBe(
      '不适用，4 ℃',
    )
  })

  it('does not come from an item of another region', () => {
    const { session, visit } = onSite()
    expect(() => findingFromItem(session, checklist, visit, 'HJ-01')).toThrow('不单独构成问题')
  })

  it('comes from a grade with the clause that follows from it', () => {
    const { session, year } = onSite(1)
    findingFromGrade(session, year, 'energyPerArea')
    const [finding] = findingsOf(session.sql, year)
    expect(finding?.row.text).toBe('单位建筑面积能耗 10.6 kgce/m²，超过约束值（约束值 10.1 kgce/m²）。')
    expect(finding?.row.cite).toContain('7.2')
  })

  it('has measures with a simple payback, and goes with them', () => {
    const { session, year } = onSite(1)
    const id = findingFromGrade(session, year, 'energyPerArea')
    const measure = addMeasure(session, id)
    const payback = () => findingsOf(session.sql, year)[0]?.measures[0]?.payback
    expect(payback()).toBeNull()
    session.setField('measure', measure, 'cost', '100000')
    session.setField('measure', measure, 'gain', '0')
    expect(payback()).toBeNull()
    session.setField('measure', measure, 'gain', '30000')
    expect(payback()).toBe('3.3')
    session.removeRow('finding', id)
    expect(findingsOf(session.sql, year)).toEqual([])
    session.step('undo')
    expect(payback()).toBe('3.3')
    expect(() => session.setField('finding', id, 'state', 'vanished')).toThrow(Refused)
  })

  it('goes step by step: what is verified has been done', () => {
    const { session, year } = onSite()
    const id = addFinding(session, year)
    const state = () => findingsOf(session.sql, year)[0]?.state
    const becomes = (next: string) => session.setField('finding', id, 'state', next)
    expect(() => becomes('verified')).toThrow(
      '问题现在是“待定”，下一步可以是“已采纳”、“不采纳”，不能直接改为“已核实”。状态没有变。',
    )
    becomes('accepted')
    expect(() => becomes('planned')).toThrow('还没有措施')
    addMeasure(session, id)
    for (const next of ['planned', 'done', 'verified']) becomes(next)
    expect(() => becomes('rejected')).toThrow(Refused)
    const [measure] = rowsOf(session.sql, 'measure', id)
    expect(() => session.removeRow('measure', String(measure?.id))).toThrow('这是唯一的一条')
    becomes('done')
    becomes('rejected')
    expect(() => becomes('planned')).toThrow(Refused)
    becomes('open')
    expect(state()).toBe('open')
  })

  it('comes from a grade only that does not keep its limit, and is said to be old when the facts change', () => {
    const { session, year } = onSite(1)
    expect(() => findingFromGrade(session, year, 'waterPerPerson')).toThrow('没有超过限值')
    findingFromGrade(session, year, 'energyPerArea')
    const opens = () => signoffView(session, checklist, year).opens.map(({ text }) => text)
    expect(opens().filter(text => text.includes('后来改过'))).toEqual([])
    const area = rowsOf(session.sql, 'area', year)[0]
    session.setField('area', String(area?.id), 'floorArea', '99999')
    expect(opens()).toContain('问题 1 的依据后来改过，现在不是问题')
    // what cannot be graded is not known to be none
    session.setField('area', String(area?.id), 'floorArea', '')
    expect(opens()).toContain('问题 1 的依据后来改过')
  })
})

describe('equipment', () => {
  it('is estimated, closes against the bills with its gap, and bounds what measures may save', () => {
    const { session, year } = onSite()
    const add = (system: string, values: Record<string, string>) =>
      session.addRow('equipment', year, { system, ...values })
    const lamps = add('lighting', { quantity: '420', power: '0.036', hours: '2500' })
    const split = (carrier = 'electricity') =>
      equipmentOf(session, year).splits.find(known => known.carrier === carrier) ?? expect.fail(carrier)
    // nothing can be estimated yet: that is no estimate of nothing
    expect(split()).toMatchObject({ estimated: null, gap: null, gapShare: null })
    session.setField('equipment', lamps, 'load', '0.8')
    add('cooling', { quantity: '2', power: '150', hours: '1200', load: '0.5' })
    add('lift', { name: '客梯' })
    expect(split()).toMatchObject({
      estimated: '210\u2009240',
      billed: '612\u2009480',
      gap: '402\u2009240',
      gapShare: '65.7 %',
    })
    expect(split().endUses.map(({ label, energy, share, incomplete }) => [label, energy, share, incomplete])).toEqual([
      ['暖通空调', '180\u2009000', '85.6 %', 0],
      ['照明和插座', '30\u2009240', '14.4 %', 0],
      ['电梯', null, null, 1],
    ])
    const finding = session.sql.transaction(() => addFinding(session, year))
    const saves = (endUse: string, amount: string) => {
      const measure = addMeasure(session, finding)
      session.setField('measure', measure, 'endUse', endUse)
      session.setField('saving', addSaving(session, measure), 'amount', amount)
      return split().endUses.find(({ system }) => system === endUse)
    }
    expect(saves('lighting', '15120')).toMatchObject({ saving: '15\u2009120', left: '15\u2009120', verdict: null })
    expect(saves('lighting', '0.1')?.verdict).toBe('doubtful')
    expect(saves('lighting', '15119.9')).toMatchObject({ left: '0', verdict: 'doubtful' })
    expect(saves('lighting', '0.1')?.verdict).toBe('tooMuch')
    expect(saves('lift', '1')).toMatchObject({ energy: null, left: null, verdict: null })
    // what is rejected saves nothing
    session.setField('finding', finding, 'state', 'rejected')
    expect(split().endUses.every(({ saving }) => saving === null)).toBe(true)
    session.setField('equipment', lamps, 'hours', '999999')
    expect(split().exceeds).toBe(true)
  })

  it('is saved from by measures in their order, whatever the order they were written in', () => {
    const { session, year } = onSite()
    session.addRow('equipment', year, { system: 'lighting', quantity: '1', power: '1', hours: '1000', load: '1' })
    const [first, second] = [addFinding(session, year), addFinding(session, year)]
    const saves = (finding: string, text: string, amount: string, sequence: string) => {
      const measure = addMeasure(session, finding)
      for (const [field, typed] of Object.entries({ text, endUse: 'lighting', sequence }))
        session.setField('measure', measure, field, typed)
      session.setField('saving', addSaving(session, measure), 'amount', amount)
      return measure
    }
    saves(first, '换灯', '300', '')
    const sensors = saves(first, '感应控制', '400', '2')
    saves(second, '分区开关', '500', '1')
    const steps = () =>
      equipmentOf(session, year).splits[0]?.endUses[0]?.steps.map(({ of, left, tooMuch }) => [of, left, tooMuch])
    expect(steps()).toEqual([
      ['2.1', '500', false],
      ['1.2', '100', false],
      ['1.1', '−200', true],
    ])
    session.setField('measure', sensors, 'sequence', '0.5')
    expect(steps()?.map(([of]) => of)).toEqual(['1.2', '2.1', '1.1'])
  })

  it('of water closes against its bills', () => {
    const { session, year } = onSite()
    const measure = addMeasure(session, addFinding(session, year))
    session.setField('measure', measure, 'endUse', 'other')
    const saving = addSaving(session, measure)
    session.setField('saving', saving, 'carrier', 'water')
    session.setField('saving', saving, 'amount', '1')
    const [split] = equipmentOf(session, year).splits
    expect(split).toMatchObject({ carrier: 'water', unit: 'm³', saved: '1', overspent: false })
    session.setField('saving', saving, 'amount', '999999999')
    expect(equipmentOf(session, year).splits[0]?.overspent).toBe(true)
    const opens = signoffView(session, checklist, year).opens.map(({ text }) => text)
    expect(opens).toContain('各措施节约的水合起来超过账单')
    expect(opens.filter(text => text.includes('没有可核对的用量'))).toHaveLength(1)
  })

  it('of each carrier closes against its own bills, and one measure may save several', () => {
    const { session, year } = onSite()
    const gas = Number(
      session.sql
        .prepare(
          `SELECT sum("amount") AS "sum" FROM "consumption" c JOIN "supply" s ON s."id" = c."supply" WHERE s."year" = ? AND s."carrier" = 'naturalGas'`,
        )
        .get(year)?.sum,
    )
    session.addRow('equipment', year, {
      system: 'kitchen',
      carrier: 'naturalGas',
      quantity: '4',
      power: '2.5',
      hours: '500',
      load: '0.6',
    })
    const measure = addMeasure(session, addFinding(session, year))
    session.setField('measure', measure, 'endUse', 'kitchen')
    const [electricity, naturalGas] = [addSaving(session, measure), addSaving(session, measure)]
    session.setField('saving', electricity, 'amount', '100')
    session.setField('saving', naturalGas, 'carrier', 'naturalGas')
    session.setField('saving', naturalGas, 'amount', '3001')
    const [first, second] = equipmentOf(session, year).splits
    expect(first).toMatchObject({ carrier: 'electricity', unit: 'kWh', estimated: null })
    expect(first?.endUses).toMatchObject([{ system: 'kitchen', energy: null, saving: '100', verdict: null }])
    // 4 × 2.5 m³/h × 500 h × 0.6
    expect(second).toMatchObject({ carrier: 'naturalGas', unit: 'm³', estimated: '3\u2009000' })
    expect(second?.endUses).toMatchObject([{ energy: '3\u2009000', saving: '3\u2009001', verdict: 'tooMuch' }])
    expect(second?.billed?.replaceAll('\u2009', '')).toBe(`${gas}`)
    expect(findingsOf(session.sql, year)[0]?.measures[0]?.savings.map(({ unit }) => unit)).toEqual(['kWh', 'm³'])
  })

  it('counts heat in GJ whatever its bills are written in', () => {
    const { session, year } = onSite()
    const heat = session.addRow('supply', year, { carrier: 'heat', unit: 'GJ' })
    session.setCells(year, [{ supply: heat, month: 0, typed: '120.5' }], '用量')
    session.addRow('equipment', year, {
      system: 'cooling',
      carrier: 'heat',
      quantity: '1',
      power: '0.05',
      hours: '2000',
      load: '1',
    })
    const split = equipmentOf(session, year).splits.find(({ carrier }) => carrier === 'heat')
    expect(split).toMatchObject({ unit: 'GJ', estimated: '100.0', billed: '120.5', gap: '20.5', gapShare: '17.0 %' })
  })

  it('is compared with the elimination catalogue by model, and a person decides', () => {
    const { session, year } = onSite()
    expect(
      addEliminated(session, [['S7-*', '油浸式变压器', '第 1 项'], ['Ｙ 132', '电动机', ''], [''], ['Y132', '又一次']]),
    ).toBe(3)
    expect(() => addEliminated(session, [['S7-*', '', '第 1 项']])).toThrow(Refused)
    const made = session.addRow('equipment', year, { system: 'power', model: 's7—630/10' })
    session.addRow('equipment', year, { system: 'power', model: 'Y132M' })
    const listed = () => equipmentOf(session, year).rows.map(row => row.listed)
    expect(listed()).toEqual(['S7-*，油浸式变压器，第 1 项', null])
    // near misses, lines that are none, and a heading that was pasted along
    addEliminated(session, [
      ['型号', '设备', '目录和序号'],
      ['Y系列', '电动机', '第 2 项'],
    ])
    const fits = (model: string) => {
      session.setField('equipment', made, 'model', model)
      return listed()[0]?.split('，')[0] ?? null
    }
    expect(['YE3-200L', 'S75-A', 'Y-160', 'y160', 'S7-1000'].map(fits)).toEqual([null, null, 'Y系列', 'Y系列', 'S7-*'])
    fits('s7—630/10')
    for (const line of [
      ['1', 'S7', '目录'],
      ['*', '全部'],
      ['S9', '变压器', '目录', '多'],
    ])
      expect(() => addEliminated(session, [line])).toThrow(Refused)
    session.setField('equipment', made, 'eliminated', 'no')
    const opens = signoffView(session, checklist, year).opens.filter(({ text }) => text.includes('型号与淘汰目录相符'))
    expect(opens[0]).toMatchObject({ severity: 'must', field: `equipment ${made} eliminated` })
    const [first] = allRows(session.sql, 'elimination')
    session.removeRow('elimination', String(first?.id))
    expect(listed()).toEqual([null, 'Y系列，电动机，第 2 项'])
    session.step('undo')
    expect(damageOf(session)).toEqual([])
  })
})

describe('an audit', () => {
  const signs = (session: Session, year: string, state: 'reviewed' | 'final' | 'reopened') =>
    sign(session, nodeHost, checklist, { year, state, by: '审核人' })

  it('says what is open, chapter by chapter, with the place that settles it', () => {
    const { session, year, visit, set } = onSite()
    set('JL-01', 'answer', 'no')
    set('JL-08', 'answer', 'notApplicable')
    addMemo(session, nodeHost, visit, '走廊')
    addFinding(session, year)
    const opens = () => signoffView(session, checklist, year).opens
    expect(opens().map(({ chapter, severity, text }) => `${chapter} ${severity} ${text}`)).toEqual([
      '现场检查 must 第 1 次现场没有填日期',
      '现场检查 check 第 1 次现场还有 62 条没有看',
      '现场检查 check 第 1 次现场查资料的还有 166 条没有答',
      '现场检查 check 第 1 次现场有 1 条随手记没有归类',
      '现场检查 check 第 1 次现场的 JL-01 答“否”，没有记为问题',
      '现场检查 check 第 1 次现场的 JL-08 答“不适用”，没有写理由',
      '问题与措施 must 问题 1 没有写内容',
      '问题与措施 check 问题 1 还没有定采不采纳',
    ])
    expect(opens()[0]?.field).toBe(`visit ${visit} date`)
    // a finding whose answer is not that any more
    const stale = () => opens().filter(({ text }) => text.includes('后来改过')).length
    findingFromItem(session, checklist, visit, 'JL-01')
    expect(stale()).toBe(0)
    set('JL-01', 'answer', 'yes')
    expect(stale()).toBe(1)
    session.step('undo')
    session.step('undo')
    session.setField('visit', visit, 'date', '2024-03-14')
    findingFromItem(session, checklist, visit, 'JL-01')
    expect(opens().map(({ text }) => text)).not.toContain('第 1 次现场的 JL-01 答“否”，没有记为问题')
  })

  it('that is final locks facts, answers, evidence and runs, of itself only', () => {
    const { session, year, visit, set } = onSite()
    const [area] = rowsOf(session.sql, 'area', year)
    const memo = addMemo(session, nodeHost, visit, '走廊')
    signs(session, year, 'reviewed')
    signs(session, year, 'reviewed')
    signs(session, year, 'final')
    expect(session.summary(year)[0]?.final).toBe(true)
    const refused = [
      () => session.setField('area', String(area?.id), 'floorArea', '1'),
      () => session.setField('institution', yearIds(session.sql)[0]?.institution ?? '', 'name', 'x'),
      () => set('JL-01', 'answer', 'no'),
      () => session.removeRow('memo', memo),
      () => addFinding(session, year),
      () => addEvidence(session, nodeHost, { year, target: `memo ${memo}`, name: 'a.jpg' }, jpegBytes(1, 1)),
      () => session.storeRun(year, '另一次'),
      () => session.removeInstitution(year),
      () => beginVisit(session, CHECKLIST, year),
      () => session.setChoice(year, 'yearBasis', 'calendar', 'x'),
    ]
    const before = audited(session)
    for (const attempt of refused) expect(attempt, `${attempt}`).toThrow(Refused)
    expect(audited(session)).toBe(before)
    session.createInstitution('另一家', '2023')
    // what came after is undone; the signature and what came before are not
    session.step('undo')
    expect(() => session.step('undo')).toThrow('“定稿”不能撤销')
    expect(() => set('JL-01', 'answer', 'no')).toThrow('已定稿')
    signs(session, year, 'reopened')
    set('JL-01', 'answer', 'no')
    expect(damageOf(session)).toEqual([])
  })

  it('that was changed after its review is reviewed again before it is final; a stored evaluation is no change', () => {
    const { session, year } = onSite()
    signs(session, year, 'reviewed')
    session.storeRun(year, '导出前')
    expect(signoffView(session, checklist, year)).toMatchObject({ stale: false, steps: [] })
    const instrument = session.addRow('instrument', year, { name: '照度计' })
    const measured = session.addRow('measurement', year, { quantity: 'cooling-setpoint', value: '26' })
    session.setField('measurement', measured, 'instrument', instrument)
    const point = session.addRow('meterPoint', year, { required: '3' })
    session.setField('meterPoint', point, 'required', '4')
    for (const [i, name] of ['a', 'b', 'c'].entries())
      addEvidence(session, nodeHost, { year, target: `measurement ${measured}`, name }, jpegBytes(i + 1, 9))
    const { stale, steps } = signoffView(session, checklist, year)
    expect(stale).toBe(true)
    expect(
      steps.map(({ label, details }) => [label, ...details.map(d => [d.label, d.before, d.after].join(' '))]),
    ).toEqual([
      ['新增 仪器', '照度计，仪器 — 照度计'],
      ['新增 测量', '测量项目 — 夏季空调温度设定', '测量值 — 26'],
      ['修改 仪器', '仪器 — 照度计'],
      [
        '新增 应装数量',
        '电力 进出用能单位，能源种类 — 电力',
        '电力 进出用能单位，级别 — 进出用能单位',
        '电力 进出用能单位，应装数量 — 3',
      ],
      ['修改 应装数量', '电力 进出用能单位，应装数量 3 4'],
      ['加入 3 个文件'],
    ])
    expect(() => signs(session, year, 'final')).toThrow('审核以后又有改动')
    signs(session, year, 'reviewed')
    // a step over many institutions is one of each that it touches
    const other = yearAt(session, 1)
    session.setSheet([{ year: other, column: 'floorArea', typed: '22000' }], '粘贴')
    expect(signoffView(session, checklist, year).stale).toBe(false)
    session.setSheet(
      [year, other].map(of => ({ year: of, column: 'floorArea', typed: '12345' })),
      '粘贴',
    )
    const changed = signoffView(session, checklist, year)
    expect([changed.stale, changed.steps.map(({ details }) => details.length)]).toEqual([true, [1]])
    session.step('undo')
    signs(session, year, 'reviewed')
    signs(session, year, 'final')
  })

  it('is told in words what was changed of bills, uses and choices', () => {
    const { session, year } = onSite()
    signs(session, year, 'reviewed')
    const [supply] = rowsOf(session.sql, 'supply', year)
    session.setCells(year, [{ supply: String(supply?.id), month: 3, typed: '' }], '修改')
    session.setField('supply', String(supply?.id), 'source', 'onsitePv')
    session.setChoice(year, 'yearBasis', 'calendar', '按实际天数')
    const { steps } = signoffView(session, checklist, year)
    expect(steps.flatMap(({ details }) => details.map(({ label, after }) => `${label} ${after}`))).toEqual([
      expect.stringMatching(/^电力 总表 A-01 3 月，.* 未报$/),
      expect.stringMatching(/^电力 总表 A-01 3 月，.* —$/),
      expect.stringMatching(/ 自用光伏$/),
      expect.stringMatching(/ 当年实际天数$/),
      expect.stringMatching(/ 按实际天数$/),
    ])
  })

  it('that is taken up again is the next version and shows what has changed since', () => {
    const { session, year, set } = onSite()
    const [area] = rowsOf(session.sql, 'area', year)
    expect(() => signs(session, year, 'reopened')).toThrow('还没有定稿')
    expect(() => signs(session, year, 'final')).toThrow('还没有审核')
    signs(session, year, 'reviewed')
    signs(session, year, 'final')
    expect(() => signs(session, year, 'final')).toThrow('已经定稿')
    const final = session.prepareReport(year, null, null)
    expect(final.info.signed).toMatchObject({ state: 'final', version: 1, by: '审核人' })
    signs(session, year, 'reopened')
    session.setField('area', String(area?.id), 'floorArea', '12500')
    set('JL-01', 'answer', 'no')
    const view = signoffView(session, checklist, year)
    expect(view).toMatchObject({ state: 'reopened', version: 2 })
    expect(view.changed).toEqual([{ label: '机构与建筑，全部建筑，建筑面积', before: '12000', after: '12500' }])
    expect(
      view.steps.map(({ label, details }) => [label, ...details.map(d => `${d.label} ${d.before}→${d.after}`)]),
    ).toEqual([
      ['修改 建筑面积', '全部建筑，建筑面积 12000→12500'],
      ['JL-01 回答', 'JL-01，条目 —→JL-01', 'JL-01，回答 —→否'],
    ])
    expect(session.showReport(year, null)).toMatchObject({ mark: '草稿' })
    expect(session.prepareReport(year, null, null).facts.floorArea).toBe('12500')
    // the difference stays for whoever checks and reads the new version
    for (const state of ['reviewed', 'final'] as const) {
      signs(session, year, state)
      expect(signoffView(session, checklist, year)).toMatchObject({
        state,
        changed: view.changed,
        steps: expect.arrayContaining([...view.steps]),
      })
    }
    // the final version still says what it said
    const said = session.showReport(year, null)
    // what is printed of the audit is what was signed, whatever becomes of the catalogue
    const signed = auditOf(session, checklist, year)
    addEliminated(session, [['LSBLG*', '冷水机组', '第 9 项']])
    expect(auditOf(session, checklist, year)).toEqual(signed)
    const newer = new Map(OPEN_STANDARD.files)
    newer.set('pack.json', (newer.get('pack.json') ?? '').replace('福建省公共机构能耗定额标准', '另一版标准'))
    const other = openPack(nodeHost, newer)
    if (!other.ok) expect.fail('the other pack does not load')
    const later = new Session(nodeHost, session.sql, { standard: other.standard, files: newer }, false)
    expect(JSON.stringify(later.showReport(yearAt(session, 1), null))).toContain('另一版标准')
    expect(later.showReport(year, null)).toEqual(said)
    expect(rowsOf(session.sql, 'run', year)[0]?.facts).toBe(JSON.stringify(final.facts))
  })
})

describe('what was entered for one thing', () => {
  it('is not taken for another: a carrier of another unit empties the quantity, and says so', () => {
    const { session, year } = onSite()
    const boiler = session.addRow('equipment', year, { system: 'kitchen', carrier: 'naturalGas', power: '12.5' })
    expect(session.setField('equipment', boiler, 'carrier', 'heat')).toMatchObject({
      outcome: 'written',
      message: '单位变了，原来的额定功率或耗量已清空，请按新单位重填。Ctrl+Z 取消。',
    })
    expect(rowsOf(session.sql, 'equipment', year)).toMatchObject([{ carrier: 'heat', power: null }])
    session.step('undo')
    expect(rowsOf(session.sql, 'equipment', year)).toMatchObject([{ carrier: 'naturalGas', power: '12.5' }])
    const saving = addSaving(session, addMeasure(session, addFinding(session, year)))
    session.setField('saving', saving, 'amount', '30000')
    session.setField('saving', saving, 'carrier', 'heat')
    expect(findingsOf(session.sql, year)[0]?.measures[0]?.savings[0]?.row).toMatchObject({ amount: null })
  })

  it('is bounded by the bills even where no device takes it, and asks where it belongs', () => {
    const { session, year } = onSite()
    const measure = addMeasure(session, addFinding(session, year))
    session.setField('measure', measure, 'text', '更换')
    session.setField('saving', addSaving(session, measure), 'amount', '612481')
    const opens = () => signoffView(session, checklist, year).opens.map(({ text }) => text)
    expect(equipmentOf(session, year).splits).toMatchObject([{ saved: '612\u2009481', overspent: true }])
    expect(opens()).toContain('各措施节约的电力合起来超过账单')
    expect(opens()).toContain('措施 1.1 有节约量，没有写用能环节，没有与分项核对')
    session.addRow('equipment', year, { system: 'power', load: '80', hours: '99999' })
    expect(opens()).toContain('第 1 种设备的负荷系数大于 1，请核对')
    expect(opens()).toContain('第 1 种设备的年运行时间超过 8784 h，请核对')
  })

  it('does not go while a finding comes from it, and a reading changed afterwards is told', () => {
    const { session, year, visit, set } = onSite()
    set('JL-01', 'answer', 'no')
    findingFromItem(session, checklist, visit, 'JL-01')
    expect(() => session.removeRow('visit', visit)).toThrow('有 1 条问题来自这次现场')
    const dark = session.addRow('measurement', year, { quantity: 'illuminance-office', value: '212' })
    const finding = findingFromMeasurement(session, checklist, dark)
    expect(() => session.removeRow('measurement', dark)).toThrow('有 1 条问题来自这次测量')
    const told = () => signoffView(session, checklist, year).opens.map(({ text }) => text)
    expect(told()).not.toContain('问题 2 的依据后来改过，现在不是问题')
    session.setField('measurement', dark, 'value', '310')
    expect(told()).toContain('问题 2 的依据后来改过，现在不是问题')
    session.removeRow('finding', finding)
    session.removeRow('measurement', dark)
  })

  it('is undone where it shows, also when a photo went along', () => {
    const { session, year } = onSite()
    const device = session.addRow('equipment', year, { system: 'power', name: '水泵' })
    addEvidence(session, nodeHost, { year, target: `equipment ${device}`, name: 'a.jpg' }, jpegBytes(8, 8))
    session.removeRow('equipment', device)
    expect(session.step('undo').place).toMatchObject({ stage: 'equipment' })
  })
})

describe('a finding from a measurement', () => {
  it('has the reading, the limit and where that comes from, once; what keeps its limit makes none', () => {
    const { session, year } = onSite()
    const dark = session.addRow('measurement', year, { quantity: 'illuminance-office', value: '212' })
    session.setField('measurement', dark, 'place', '三楼办公室')
    const bright = session.addRow('measurement', year, { quantity: 'illuminance-office', value: '300' })
    const elsewhere = session.addRow('measurement', year, { quantity: 'cooling-setpoint', value: '22' })
    const id = findingFromMeasurement(session, checklist, dark)
    expect(findingFromMeasurement(session, checklist, dark)).toBe(id)
    expect(rowsOf(session.sql, 'finding', year)).toMatchObject([
      {
        text: '照度，普通办公室 212 lx，限值 ≥ 300 lx（三楼办公室）。',
        cite: 'GB/T 50034-2024（来源待核）',
        source: `measurement ${dark}`,
        state: 'open',
      },
    ])
    for (const other of [bright, elsewhere, 'none'])
      expect(() => findingFromMeasurement(session, checklist, other)).toThrow(Refused)
  })
})

describe('what stands in a report', () => {
  it('is where a photo was taken only when somebody chose so', () => {
    const { session, year } = onSite()
    const target = `finding ${addFinding(session, year)}`
    const taken = jpegBytes(8, 8, { takenAt: '2024:03:14 14:52:07', gps: true })
    const { digest } = addEvidence(session, nodeHost, { year, target, name: 'a.jpg' }, taken)
    keepCopies(session, digest, jpegBytes(3, 3), jpegBytes(5, 5))
    const record = () => auditRecord(session, checklist, year)
    expect(record()).toMatchObject({ places: false, photos: [{ caption: '问题 1（2024-03-14 14:52）' }] })
    session.setField('year', year, 'photoPlaces', 'yes')
    expect(record()).toMatchObject({
      places: true,
      photos: [{ caption: '问题 1（2024-03-14 14:52，北纬 28°12′30.50″，东经 112°58′20.00″）' }],
    })
  })

  it('lists every file with its digest, printed or not', () => {
    const { session, year, visit, set } = onSite()
    set('JL-08', 'value', '5')
    set('JL-08', 'whole', '500')
    const attach = (target: string, name: string, bytes: Uint8Array) =>
      addEvidence(session, nodeHost, { year, target, name }, bytes).digest
    const meter = attach(`item ${visit} JL-08`, '表.jpg', jpegBytes(8, 8, { takenAt: '2024:03:14 14:52:07' }))
    // what cannot be printed is not said to be
    expect(auditRecord(session, checklist, year)).toMatchObject({ photos: [], files: [{ lacksCopy: true }] })
    keepCopies(session, meter, jpegBytes(3, 3), jpegBytes(5, 5))
    attach(`item ${visit} JL-01`, '出线柜.jpg', jpegBytes(9, 9))
    attach(`supply ${rowsOf(session.sql, 'supply', year)[0]?.id}`, '账单.pdf', pdfBytes())
    const record = auditRecord(session, checklist, year)
    expect(record?.photos.map(({ caption }) => caption)).toEqual([
      'JL-08 在用计量器具经依法检定合格（2024-03-14 14:52）',
    ])
    expect(record?.files.map(({ of, name, taken, printed }) => [of, name, taken, printed])).toEqual([
      ['JL-08 在用计量器具经依法检定合格', '表.jpg', '2024-03-14 14:52', true],
      ['JL-01', '出线柜.jpg', '', false],
      ['用能数据，总表 A-01', '账单.pdf', '', false],
    ])
    expect(record?.otherFiles).toBe(2)
  })

  it('is every instrument that a measurement names: one in use is not removed', () => {
    const { session, year } = onSite()
    const instrument = session.addRow('instrument', year, { name: '照度计' })
    const measured = session.addRow('measurement', year, { quantity: 'humidity', value: '50' })
    session.setField('measurement', measured, 'instrument', instrument)
    expect(() => session.removeRow('instrument', instrument)).toThrow('“照度计”已用于 1 次测量')
    session.setField('measurement', measured, 'instrument', '')
    session.removeRow('instrument', instrument)
    expect(rowsOf(session.sql, 'instrument', year)).toEqual([])
  })
})

describe('meters', () => {
  it('are counted against what is required on the day of the newest visit', () => {
    const { session, year, visit } = onSite()
    session.addRow('meterPoint', year, { carrier: 'electricity', level: 'secondary', required: '6' })
    for (const label of ['照明', '空调', '动力', '机房'])
      session.addRow('meter', year, { label, carrier: 'electricity', level: 'secondary', verifiedUntil: '2024-03-13' })
    session.addRow('meter', year, { label: '总水表', carrier: 'water', level: 'unit' })
    expect(meteringOf(session, checklist, year)).toMatchObject({ date: null, rule: null, points: [{ meets: null }] })
    session.setField('visit', visit, 'date', '2024-03-14')
    const view = meteringOf(session, checklist, year)
    expect(view).toMatchObject({
      date: '2024-03-14',
      rule: { id: 'GB 17167-2006', confirmed: false, known: true },
      points: [{ installed: '4', ratio: '66.7 %', wanted: '100 %', meets: false }],
    })
    expect(view.meters.map(({ expired }) => expired)).toEqual([true, true, true, true, false])
    const point = String(view.points[0]?.row.id)
    findingFromMeterPoint(session, checklist, point)
    expect(findingsOf(session.sql, year)[0]?.row).toMatchObject({
      text: '电力，主要次级用能单位：配备率 66.7 %（应装 6 块，实装 4 块），要求 ≥ 100 %。',
      cite: 'GB 17167-2006 用能单位能源计量器具配备和管理通则（来源待核）',
      source: `meterPoint ${point}`,
    })
    session.setField('visit', visit, 'date', '2026-02-01')
    expect(meteringOf(session, checklist, year)).toMatchObject({
      rule: { id: 'GB 17167-2025', known: false },
      points: [{ ratio: '66.7 %', wanted: null, meets: null }],
    })
    expect(() => findingFromMeterPoint(session, checklist, point)).toThrow('没有低于规定')
    expect(session.setField('meterPoint', point, 'required', '1.5').message).toBe('“1.5”不是整数。应装数量按个数填。')
  })
})

describe('a measurement', () => {
  it('is compared with a limit that holds here, and an exception has its reason', () => {
    const { session, year } = onSite()
    const add = (quantity: string, value: string) => session.addRow('measurement', year, { quantity, value })
    const corridor = add('illuminance-corridor', '92')
    add('cooling-setpoint', '24')
    add('noise', '50')
    const views = () => measurementsOf(session, checklist, year)
    expect(views().map(({ limit, verdict, binds, confirmed }) => [limit, verdict, binds, confirmed])).toEqual([
      ['≥ 100 lx', 'nonconform', true, false],
      ['≥ 26 ℃', null, false, true],
      [null, null, false, false],
    ])
    add('carbon-dioxide', '1200')
    expect(views()[3]).toMatchObject({ verdict: null, doubt: expect.stringContaining('1 ppm = 0.0001 %') })
    const [, setpoint] = views()
    session.setField('measurement', String(setpoint?.row.id), 'value', '－2.5')
    expect(views()[1]?.row.value).toBe('-2.5')
    expect(() => session.sql.prepare(`UPDATE "measurement" SET "value" = '--2'`).run()).toThrow('CHECK')
    session.setField('measurement', corridor, 'exception', '应急照明段')
    expect(views()[0]?.verdict).toBe('exception')
  })

  it('is bound by the limits of the region the institution lies in', () => {
    const { session, year, visit } = onSite()
    const institution = yearIds(session.sql)[0]?.institution ?? ''
    const row = session.addRow('measurement', year, { quantity: 'cooling-setpoint', value: '24' })
    const applies = () => visitItems(session, checklist, visit).items.find(({ id }) => id === 'HJ-01')?.applies
    const verdict = () => measurementsOf(session, checklist, year)[0]?.verdict
    session.setField('institution', institution, 'place', '山东德州市')
    expect([applies(), verdict()]).toEqual(['applies', 'nonconform'])
    session.setField('measurement', row, 'exception', '手术室')
    expect(verdict()).toBe('exception')
    const asked = () => visitItems(session, checklist, visit).items.filter(item => item.applies === 'applies').length
    session.setField('institution', institution, 'place', '福州')
    const inFujian = asked()
    for (const place of ['福州市', '福建省', '福建宁德', '福建福州市', '福建漳州']) {
      session.setField('institution', institution, 'place', place)
      expect(asked()).toBe(inFujian)
    }
    session.setField('institution', institution, 'place', '海南藏族自治州')
    expect([applies(), asked() < inFujian]).toEqual(['reference', true])
  })

  it('names its instrument, and says when that was no longer calibrated', () => {
    const { session, year } = onSite()
    const meter = session.addRow('instrument', year, {
      name: '照度计',
      number: 'TES-1339',
      calibratedUntil: '2024-03-13',
    })
    const row = session.addRow('measurement', year, { quantity: 'illuminance-office', value: '320', at: '2024-03-14' })
    session.setField('measurement', row, 'instrument', meter)
    const [view] = measurementsOf(session, checklist, year)
    expect(view?.instrument).toEqual({ name: '照度计 TES-1339', calibratedUntil: '2024-03-13', expired: true })
    expect(() => session.setField('measurement', row, 'at', '2024-02-30')).toThrow('2024-02-30')
  })
})
