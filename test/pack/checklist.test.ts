import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHECKLIST_FILES, loadChecklist } from '#core/audit/checklist.ts'
import { readPackFolder } from '../../electron/files.ts'
import { openChecklistFolder, PACKS, packIds } from '../../electron/standards.ts'

const FOLDER = join(PACKS, 'public-institution-checklist')
const files = readPackFolder(FOLDER, CHECKLIST_FILES)
const loaded = openChecklistFolder(FOLDER)
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2))
const { document, items } = loaded.checklist

type Raw = { items: Record<string, unknown>[] }
/** The pack with its items changed; what is wrong then. */
function broken(change: (raw: Raw) => void): readonly string[] {
  const raw: Raw = JSON.parse(files.get('items.json') ?? '')
  change(raw)
  const again = loadChecklist(new Map([...files, ['items.json', JSON.stringify(raw)]]), '')
  return again.ok ? [] : again.problems.map(({ place, message }) => `${place} ${message}`)
}
const first = (raw: Raw) => raw.items[0] ?? {}

it('a number that no quota computes and a class that none knows are refused', () => {
  const raw: Raw = JSON.parse(files.get('items.json') ?? '')
  Object.assign(first(raw), { shows: ['nonsenseCell'], classes: ['医院'] })
  const again = loadChecklist(new Map([...files, ['items.json', JSON.stringify(raw)]]), '', {
    cells: new Set(['energyPerArea']),
    classes: new Set(['卫生医疗']),
  })
  const told = again.ok ? [] : again.problems.map(({ message }) => message)
  const id = String(first(raw).id)
  expect(told).toContain(`“${id}”用到的“nonsenseCell”不是评价里的量。请核对名称。`)
  expect(told).toContain(`“${id}”的机构类别“医院”不在已装的标准里。请核对名称。`)
})

it('regions nobody knows, names given twice, blank words and turned limits are refused', () => {
  const told = (file: string, from: string, to: string) => {
    const text = files.get(file) ?? ''
    expect(text).toContain(from)
    const again = loadChecklist(new Map([...files, [file, text.replace(from, to)]]), '')
    return again.ok ? '' : again.problems.map(({ place, message }) => `${place} ${message}`).join('\n')
  }
  expect(told('limits.json', '"regions": ["山东"]', '"regions": ["火星"]')).toContain('不认识地区“火星”')
  expect(told('pack.json', '"region": "山东"', '"region": "山东省"')).toContain('不认识地区“山东省”')
  expect(told('limits.json', '"value": "22", "to": "28"', '"value": "28", "to": "22"')).toContain('下端大于上端')
  expect(told('items.json', '"evidence": "', '"evidence": " ", "was": "')).not.toBe('')
  const [first = '', second = ''] = document.chapters.map(({ id }) => id)
  expect(told('pack.json', `"id": "${second}"`, `"id": "${first}"`)).toContain(`“${first}”重复`)
})

describe('the checklist', () => {
  it('is found by its kind, and no quota is', () => {
    expect(packIds('checklist')).toEqual(['public-institution-checklist'])
    expect(packIds()).toEqual(['fujian-public-institution-quota'])
  })

  it('has at least 350 items of every kind, each with a clause and the evidence to ask for', () => {
    expect(items.length).toBeGreaterThanOrEqual(350)
    const kinds = Map.groupBy(items, item => item.kind)
    const counted = Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length]))
    expect(counted).toEqual({ yesNo: 355, computed: 51, limit: 26, share: 13 })
    expect(items.filter(item => item.violation)).toHaveLength(27)
    expect(items.filter(item => item.derived)).toHaveLength(57)
  })

  it('covers the seven contents of an audit, the eight of an inspection and the eight violations of the regulation', () => {
    const clauses = document.coverage.map(({ clause }) => clause.replace(/\(.+\)/, ''))
    const count = (article: string) => clauses.filter(clause => clause === article).length
    expect([count('23'), count('35'), count('37')]).toEqual([7, 8, 8])
    // whoever commits a violation of the regulation fails an item that says so
    for (const { clause, items: ids } of document.coverage.filter(c => c.clause.startsWith('37')))
      expect(
        ids.some(id => items.find(item => item.id === id)?.violation),
        clause,
      ).toBe(true)
  })

  it('binds to a region what only a regional text supports', () => {
    const supported = (id: string) => items.find(item => item.id === id)?.regions ?? null
    expect(supported('GL-01')).toBeNull()
    expect(supported('GL-19')).toEqual(['福建'])
    expect(supported('GL-43')).toEqual(['山东', '浙江'])
    expect(items.find(item => item.id === 'YS-09')?.within).toBe('沿黄地区')
  })
})

describe('a checklist of every kind', () => {
  const cites = [{ document: 'institutions-regulation', clause: '1' }]
  const of = (id: string, more: Record<string, unknown>) => ({
    id,
    chapter: 'GL',
    text: id,
    kind: 'yesNo',
    duty: 'must',
    answered: 'onSite',
    cites,
    evidence: '看',
    ...more,
  })
  const kinds = [
    of('GL-01', {}),
    of('GL-02', { violation: true }),
    of('GL-03', { kind: 'limit', limit: '≥ 26 ℃', bound: { op: '>=', value: '26', unit: '℃' } }),
    of('GL-04', { kind: 'share', bound: { op: '=', value: '100', unit: '%' } }),
    of('GL-05', { kind: 'ratioToMean', bound: { op: '<=', value: '1.2', unit: '' }, score: '5' }),
    of('GL-06', { kind: 'computed', shows: ['comprehensiveEnergy'] }),
    of('GL-07', { kind: 'text', needs: { fact: 'heat', otherwise: '没有' }, classes: ['教育'] }),
  ]
  const packOf = (items: readonly unknown[]) => {
    const raw = JSON.parse(files.get('pack.json') ?? '')
    const pack = { ...raw, coverage: [], chapters: [{ id: 'GL', title: '管理' }] }
    const texts = [
      ['pack.json', JSON.stringify(pack)],
      ['items.json', JSON.stringify({ items })],
      ['limits.json', JSON.stringify({ limits: [] })],
      ['metering.json', JSON.stringify({ rules: [] })],
    ] as const
    return loadChecklist(new Map(texts), '')
  }

  it('is read, one example of each', () => {
    const pack = packOf(kinds)
    expect(pack.ok && pack.checklist.items.map(item => item.kind)).toEqual([
      'yesNo',
      'yesNo',
      'limit',
      'share',
      'ratioToMean',
      'computed',
      'text',
    ])
  })

  it('must say how each is decided', () => {
    const problems = (item: unknown) => {
      const pack = packOf([item])
      return pack.ok ? [] : pack.problems.map(({ message }) => message)
    }
    expect(problems(of('GL-01', { kind: 'limit' }))[0]).toContain('没有写限值')
    expect(problems(of('GL-01', { kind: 'computed' }))[0]).toContain('没有写用哪个数')
    expect(problems(of('GL-01', { bound: { op: '>=', value: '1', unit: '' } }))[0]).toContain('不能有数值界限')
    expect(problems(of('GL-01', { answered: 'somewhere' }))).toHaveLength(1)
    expect(problems(of('GL-01', { needs: { fact: 'gold', otherwise: '没有' } }))).toHaveLength(1)
  })
})

describe('a checklist that is wrong', () => {
  it('with an id twice, no citation, an unknown document or an unknown word says where', () => {
    expect(broken(raw => raw.items.push(first(raw)))).toEqual([
      `items[445].id “GL-01”与第 1 项重复。请改成各不相同的编号。`,
    ])
    expect(broken(raw => Object.assign(first(raw), { cites: [] }))[0]).toContain('items[0].cites')
    expect(broken(raw => Object.assign(first(raw), { cites: [{ document: 'nowhere', clause: '1' }] }))).toContain(
      'items[0].cites[0].document 没有文件“nowhere”。请先在 pack.json 里登记它。',
    )
    expect(broken(raw => Object.assign(first(raw), { kind: 'star' }))[0]).toContain('items[0].kind')
    expect(broken(raw => Object.assign(first(raw), { duty: '应' }))[0]).toContain('items[0].duty')
    expect(broken(raw => Object.assign(first(raw), { score: 3 }))[0]).toContain('items[0]')
  })

  it('with a region that no text supports, or none where one is needed, says so', () => {
    expect(broken(raw => Object.assign(first(raw), { regions: ['福建'] }))[0]).toContain('所引的文件里没有福建的')
    const regional = (raw: Raw) => raw.items.find(item => item.id === 'GL-19') ?? {}
    expect(broken(raw => delete regional(raw).regions)[0]).toContain('只有福建的文件支持，要写适用地区')
  })

  it('with an item gone that covers a clause names it', () => {
    expect(
      broken(raw => {
        raw.items = raw.items.filter(item => item.id !== 'HT-24')
      }),
    ).toEqual(['coverage[0].items 没有检查项“HT-24”。'])
  })

  it('without a file, or with one that is no JSON, is not opened', () => {
    expect(loadChecklist(new Map(), '')).toMatchObject({ ok: false })
    expect(loadChecklist(new Map([...files, ['pack.json', '{']]), '')).toMatchObject({ ok: false })
  })
})
