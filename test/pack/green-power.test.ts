import { describe, expect, it } from 'vitest'
import { requirementsOf } from '#core/programme/green-power/requirements.ts'
import { openProgramme } from '#core/programme/self-check.ts'
import { textOf } from '#core/quantity/decimal.ts'
import { readPackFolder } from '../../electron/files.ts'
import { INNER_MONGOLIA_FOLDER, innerMongolia } from '../tool/inner-mongolia.ts'

// biome-ignore lint/suspicious/noExplicitAny: these tests break documents on purpose, in every place
type Document = any

const sound = readPackFolder(INNER_MONGOLIA_FOLDER)

function problemsAfter(file: string, change: (document: Document) => unknown): string[] {
  const document: Document = JSON.parse(sound.get(file) ?? '')
  change(document)
  const loaded = openProgramme(new Map([...sound, [file, JSON.stringify(document)]]), 'sha256:test')
  return loaded.ok ? [] : loaded.problems.map(({ file: at, place, message }) => `${at} ${place}: ${message}`)
}

const table = (document: Document, id: string) => document.tables.find((t: Document) => t.id === id)
const rowOf = (document: Document, id: string, row: string) =>
  table(document, id).rows.find((r: Document) => r.id === row)

describe('the green-power notice', () => {
  it('has these examples, all worked by hand', () => {
    expect(innerMongolia().examples.map(e => e.id)).toEqual([
      'issue-and-hold',
      'transfer-of-part',
      'retire',
      'retired-for-another-year',
      'expired-by-date',
      'last-day-of-validity',
      'expire-by-row',
      'expire-too-early-refused',
      'cancel',
      'overlap-refused',
      'reversed-refused',
      'retire-twice-refused',
      'transfer-not-held-refused',
      'expiry-before-generation-refused',
      'unreadable-rows-refused',
      'share-and-physical-share',
      'endless-share',
      'shortfall-carried-two-years',
      'strict-80-exactly-at-80',
      'exactly-30.7',
      'public-institution-not-bound',
      'parameter-missing-undetermined',
      'month-missing-undetermined',
      'strive-is-no-violation',
      'zero-carbon-park',
      'before-the-notice',
      'opening-shortfall',
      '32-digit-numbers',
      'later-than-the-day-shown',
    ])
  })

  it('has its number and day, no other dates, and says which rules are not its own', () => {
    const { document, tables } = innerMongolia()
    expect(document).toMatchObject({
      number: '内发改环资字〔2025〕1020号',
      published: '2025-09-12',
      validFrom: null,
      datesConfirmed: false,
    })
    const unconfirmed = [...tables.values()].flatMap(t => t.rows.filter(row => row.toBeVerified).map(row => row.id))
    expect(unconfirmed).toEqual(['certificate'])
    const notes = document.notes.map(note => note.text).join('\n')
    for (const word of ['来源待核', '国家规则', '没有写公式', '严格大于', '以物理绿电消纳量为主', '划转', '32 位'])
      expect(notes).toContain(word)
  })

  it('asks of each category what the notice prints, and nothing in numbers of public institutions', () => {
    const asked = (category: string, year: string) =>
      requirementsOf(innerMongolia(), category, year).map(
        ({ applies, comparison, row, parameter, obligation, measure }) => {
          const percent = row.numbers.get('percent')
          const number = measure === 'none' ? '' : percent ? textOf(percent) : parameter
          return applies
            ? `${row.cite.clause} ${obligation?.label} ${measure === 'none' ? '' : `${comparison} ${number}`}`.trim()
            : '—'
        },
      )
    expect(asked('keyIndustry', '2024')).toEqual(['—'])
    expect(asked('keyIndustry', '2025')).toEqual(['三（五） 应 >= 30.7'])
    expect(asked('keyIndustry', '2026')).toEqual(['三（五） 应 >= keyIndustryShare'])
    expect(asked('newDataCentre', '2025')).toEqual(['三（四） 应 > 80'])
    expect(asked('existingDataCentre', '2025')).toEqual(['三（五） 力争 >= 60', '三（五） 鼓励 >= 100'])
    expect(asked('zeroCarbonPark', '2025')).toEqual(['三（六） 应 >= 70', '三（六） 最终 >= 90'])
    expect(asked('newHighEnergyProject', '2025')).toEqual(['三（四） 应 >= localAverage'])
    expect(asked('processIndustry', '2025')).toEqual(['三（五） 原则上 >= regionalWeight'])
    expect(asked('publicInstitution', '2025')).toEqual(['四（七） 引领'])
    expect(asked('supplier', '2025')).toEqual([])
  })
})

describe('broken packs of certificates', () => {
  const rules = (change: (rules: Document) => unknown) => problemsAfter('pack.json', d => change(d.rules))
  const tables = (change: (document: Document) => unknown) => problemsAfter('tables.json', change)

  it('a table that is not there, a column of another kind', () => {
    const missing = rules(r => {
      r.forms.table = 'kinds'
    })
    expect(missing).toEqual([
      'pack.json rules.forms: 没有表“kinds”。可用：certificate、percent、forms、categories、requirements。',
    ])
    const wrong = rules(r => {
      r.certificate.table = 'forms'
    })
    expect(wrong).toContain('pack.json rules.certificate: 表“forms”要有 number 列“mwhPerCertificate”。')
  })

  it('an event left out, a form without its row, months that are not whole', () => {
    const twice = rules(r => {
      r.events[1].id = 'issue'
    })
    expect(twice).toEqual(['pack.json rules.events: 事件应各写一次：issue、transfer、retire、expire、cancel。'])
    expect(tables(d => table(d, 'forms').rows.pop())).toContain('pack.json rules.forms: 表“forms”没有“unbundled”的行。')
    const half = tables(d => {
      rowOf(d, 'certificate', 'certificate').cells.validityMonths = '24.5'
    })
    expect(half).toEqual(['pack.json rules.certificate: validityMonths 应为整数个月。'])
    const none = tables(d => {
      rowOf(d, 'certificate', 'certificate').cells.mwhPerCertificate = '0'
    })
    expect(none[0]).toContain('除以 0')
  })

  it('a requirement with an unknown word, without number and parameter, with both, of no category', () => {
    const cells = (change: object) =>
      tables(d => Object.assign(rowOf(d, 'requirements', 'newDataCentre').cells, change))
    expect(cells({ obligation: 'should' })).toEqual([
      'pack.json rules.requirements（newDataCentre）: “obligation”没有“should”这个值。可用：must、inPrinciple、strive、encourage、eventually、leading。',
    ])
    expect(cells({ percent: null })).toEqual([
      'pack.json rules.requirements（newDataCentre）: 要判定的一行应有比例或参数，只能有其中之一。',
    ])
    expect(cells({ parameter: 'localAverage' })[0]).toContain('只能有其中之一')
    expect(cells({ parameter: 'average' })[0]).toContain(
      '没有参数“average”。可用：keyIndustryShare、localAverage、regionalWeight。',
    )
    expect(cells({ category: 'ships' })[0]).toContain('“category”没有“ships”这个值')
  })

  it('a year that no row of a requirement covers', () => {
    const gap = tables(d => {
      table(d, 'requirements').rows = table(d, 'requirements').rows.filter(
        (r: Document) => r.id !== 'keyIndustry.after',
      )
    })
    expect(gap[0]).toContain('最高的区间之上有空档')
  })

  it('a result without its formula', () => {
    const without = problemsAfter('formulas.json', d => {
      d.formulas = d.formulas.filter((f: Document) => f.id !== 'certificatesShort')
    })
    expect(without).toEqual(['pack.json rules: 公式里没有“requirement”的“certificatesShort”，结果要用到它。'])
  })

  it('an example that disagrees, in each of the things it may say', () => {
    const expecting = (id: string, expect: object) =>
      problemsAfter('examples.json', d => {
        d.examples.find((e: Document) => e.id === id).expect = expect
      }).map(problem => problem.replace(/^.*expect\.?/, ''))
    expect(expecting('retire', { totals: { held: '81' } })).toEqual([
      'totals.held: 示例应为 81，算得 80。请核对示例、公式和表。',
    ])
    expect(expecting('overlap-refused', { problems: [] })[0]).toContain('problems: 示例应为 无，算得 issuedTwice')
    expect(expecting('issue-and-hold', { certificates: [] })[0]).toContain('算得 GEC2025000001-GEC2025000100 held A')
    expect(expecting('last-day-of-validity', { expiring: [] })[0]).toContain('算得 A 2025-12-31 6')
    const year = (of: object) => expecting('exactly-30.7', { holders: { B: { years: { 2025: of } } } })
    expect(year({ cells: { share: { exact: '30.7' } } })[0]).toContain('示例应为 30.7，算得 30.69')
    expect(year({ held: { '2025-04': '1' } })[0]).toContain('示例应为 1，算得 3069')
    expect(year({ requirements: { keyIndustry: { verdict: 'conform' } } })[0]).toContain('算得 nonconform')
    expect(year({ requirements: { keyIndustry: { verdict: 'nonconform', certificatesToBuy: '2' } } })[0]).toContain(
      '示例应为 2，算得 1',
    )
    expect(expecting('retire', {})[0]).toContain('什么也没有检查')
    expect(expecting('retire', { total: {} })[0]).toContain('不认识 “total”')
  })
})
