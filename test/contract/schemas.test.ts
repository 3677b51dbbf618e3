import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { CHECKLIST_FILES } from '#core/audit/checklist.ts'
import { RESULTS_FORMAT } from '#core/contract/results.ts'
import { evaluateEfficiency } from '#core/programme/efficiency/efficiency.ts'
import { evaluateGreenPower } from '#core/programme/green-power/green-power.ts'
import { FUJIAN_FOLDER, fujian, grade, office, ROOT } from '../tool/fujian.ts'
import { INNER_MONGOLIA_FOLDER, innerMongolia } from '../tool/inner-mongolia.ts'
import { SCHEMAS } from '../tool/schemas.ts'
import { TAIWAN_FOLDER, taiwan } from '../tool/taiwan.ts'

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

function validator(name: keyof typeof SCHEMAS) {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(read(join(ROOT, 'assets/schema', name)))
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []).map(e => `${e.instancePath} ${e.message}`))
}

describe('the published schemas', () => {
  it.each(Object.entries(SCHEMAS))('%s is what the code reads (npm run schema)', (name, text) => {
    expect(readFileSync(join(ROOT, 'assets/schema', name), 'utf8')).toBe(text)
  })

  it('accept the example facts and refuse numbers and unknown units', () => {
    const errors = validator('energy-audit-facts-1.schema.json')
    const example = read(join(ROOT, 'assets/example/annex-b.json'))
    expect(errors(example)).toEqual([])
    expect(errors({ ...example, institutions: [{ ...office(), floorArea: 5 }] })[0]).toContain(
      '/institutions/0/floorArea',
    )
    const wrong = { carrier: 'electricity', amount: '1', unit: '度', use: 'general' }
    expect(errors({ ...example, institutions: [{ ...office(), energy: [wrong] }] })[0]).toContain(
      '/institutions/0/energy',
    )
  })

  it('accept results: graded, undetermined and refused', () => {
    const errors = validator('energy-audit-results-1.schema.json')
    const { document, digest } = fujian()
    const results = [office(), office({ place: null }), { ...office(), floorArea: 1 }, null].map(
      raw => grade(raw).result,
    )
    expect(results.map(r => r.outcome)).toEqual(['evaluated', 'undetermined', 'refused', 'refused'])
    expect(errors({ format: RESULTS_FORMAT, pack: { id: document.id, digest }, results })).toEqual([])
  })

  it('accept the programme: its pack, the facts of its examples, their results', () => {
    const [pack, facts, results] = (
      [
        'energy-audit-programme-pack-1.schema.json',
        'energy-audit-efficiency-programme-1.schema.json',
        'energy-audit-efficiency-results-1.schema.json',
      ] as const
    ).map(validator)
    const names = ['pack.json', 'tables.json', 'formulas.json', 'examples.json']
    expect(pack?.(Object.fromEntries(names.map(name => [name, read(join(TAIWAN_FOLDER, name))])))).toEqual([])
    for (const example of taiwan().examples) {
      expect(facts?.(example.facts), example.id).toEqual([])
      expect(results?.(evaluateEfficiency(example.facts, taiwan()).results), example.id).toEqual([])
    }
  })

  it('accept the green-power notice: its pack, the facts of its examples, their results', () => {
    const pack = validator('energy-audit-programme-pack-1.schema.json')
    const facts = validator('energy-audit-green-power-programme-1.schema.json')
    const results = validator('energy-audit-green-power-results-1.schema.json')
    const names = ['pack.json', 'tables.json', 'formulas.json', 'examples.json']
    expect(pack(Object.fromEntries(names.map(name => [name, read(join(INNER_MONGOLIA_FOLDER, name))])))).toEqual([])
    for (const example of innerMongolia().examples) {
      expect(facts(example.facts), example.id).toEqual([])
      expect(results(evaluateGreenPower(example.facts, innerMongolia()).results), example.id).toEqual([])
    }
  })

  it('accept the pack, file by file', () => {
    const errors = validator('energy-audit-pack-1.schema.json')
    const names = ['pack.json', 'tables.json', 'formulas.json', 'examples.json']
    expect(errors(Object.fromEntries(names.map(name => [name, read(join(FUJIAN_FOLDER, name))])))).toEqual([])
  })

  it('accept the checklist, file by file, and refuse an item without a citation', () => {
    const errors = validator('energy-audit-checklist-1.schema.json')
    const folder = join(ROOT, 'assets/standard/public-institution-checklist')
    const files = Object.fromEntries(CHECKLIST_FILES.map(name => [name, read(join(folder, name))]))
    expect(errors(files)).toEqual([])
    const [first] = files['items.json'].items
    expect(errors({ ...files, 'items.json': { items: [{ ...first, cites: [] }] } })[0]).toContain(
      '/items.json/items/0/cites',
    )
  })
})
