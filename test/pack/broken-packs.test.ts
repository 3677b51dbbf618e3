import { describe, expect, it } from 'vitest'
import { openPack } from '#core/service/open-pack.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { FUJIAN_FOLDER } from '../tool/fujian.ts'

const sound = readPackFolder(FUJIAN_FOLDER)

// biome-ignore lint/suspicious/noExplicitAny: tests reach into documents at will to break them
type Document = any

/** The problems of the Fujian pack after one of its documents was changed. */
function problemsAfter(file: string, change: (document: Document) => unknown): string[] {
  const document = JSON.parse(sound.get(file) ?? '')
  change(document)
  return problemsOf(new Map([...sound, [file, JSON.stringify(document)]]))
}

function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const opened = openPack(nodeHost, files)
  return opened.ok ? [] : opened.problems.map(p => `${p.file} ${p.place}: ${p.message}`)
}

const table = (document: Document, id: string) => document.tables.find((t: Document) => t.id === id)
const formula = (document: Document, id: string) => document.formulas.find((f: Document) => f.id === id)
const at = (document: Document, id: string) => document.formulas.findIndex((f: Document) => f.id === id)

it('the pack is sound before it is broken', () => {
  expect(problemsOf(sound)).toEqual([])
})

describe('tables', () => {
  const broken = (change: (document: Document) => unknown) => problemsAfter('tables.json', change)

  it('a row twice', () => {
    expect(broken(d => table(d, 'quota').rows.push(table(d, 'quota').rows[3]))).toEqual([
      'tables.json tables[1].rows[28].id: 行“1.4”重复。请改成各不相同的编号。',
      'tables.json tables[1].rows[28]: 与 rows[3]（1.4）适用范围重叠，选行会有歧义。请改键或区间。',
    ])
  })

  it('a gap between two bands', () => {
    const change = (d: Document) => {
      table(d, 'quota').rows[1].cells.floorArea.from = '5001'
    }
    expect(broken(change)).toEqual(['tables.json tables[1].rows[0].cells.floorArea: 与 1.2 之间有空档。'])
  })

  it('a gap of a single value, where both bands leave out their common end', () => {
    const change = (d: Document) => {
      table(d, 'quota').rows[0].cells.floorArea.toIncluded = false
    }
    expect(broken(change)).toEqual(['tables.json tables[1].rows[0].cells.floorArea: 与 1.2 之间有空档。'])
  })

  it('bands that overlap in a single value', () => {
    const change = (d: Document) => {
      table(d, 'quota').rows[1].cells.floorArea.fromIncluded = true
    }
    expect(broken(change)).toEqual([
      'tables.json tables[1].rows[1]: 与 rows[0]（1.1）适用范围重叠，选行会有歧义。请改键或区间。',
    ])
  })

  it('the highest band ends', () => {
    const change = (d: Document) => {
      table(d, 'quota').rows[2].cells.floorArea.to = '99999'
    }
    expect(broken(change)).toEqual(['tables.json tables[1].rows[2].cells.floorArea: 最高的区间之上有空档。'])
  })

  it('tiers out of order, a tier too few, a tier that is no number', () => {
    const cells = (d: Document) => table(d, 'quota').rows[0].cells
    expect(broken(d => cells(d).energyPerArea.reverse())).toEqual([
      'tables.json tables[1].rows[0].cells.energyPerArea: 各等级的限值应逐级减小。请对照原文。',
    ])
    expect(broken(d => cells(d).energyPerArea.pop())).toEqual([
      'tables.json tables[1].rows[0].cells.energyPerArea: 应为3 个等级的数，读到列表。',
    ])
    expect(broken(d => cells(d).energyPerArea.splice(0, 1, '13,3'))).toEqual([
      'tables.json tables[1].rows[0].cells.energyPerArea: 应为原文所印的数或 null，读到列表。',
    ])
  })

  it('a float where printed digits belong', () => {
    const change = (d: Document) => {
      table(d, 'carriers').rows[0].cells.listedFactor = 0.7143
    }
    expect(broken(change)).toEqual(['tables.json tables[3].rows[0].cells.listedFactor: 读到0.7143，写法不对。'])
  })

  it('a missing citation, of a row and of a table', () => {
    expect(broken(d => delete table(d, 'quota').rows[5].cite)).toEqual([
      'tables.json tables[1].rows[5].cite: 缺少这一项，请补上。',
    ])
    expect(broken(d => delete table(d, 'quota').cite.clause)).toEqual([
      'tables.json tables[1].cite.clause: 缺少这一项，请补上。',
    ])
  })

  it('a column left out, and one that does not exist', () => {
    expect(broken(d => delete table(d, 'carriers').rows[0].cells.printedHeat)).toEqual([
      'tables.json tables[3].rows[0].cells: 缺少列“printedHeat”。原文没有规定的请写 null。',
    ])
    const change = (d: Document) => {
      table(d, 'places').rows[0].cells.zone2 = 'x'
    }
    expect(broken(change)).toEqual(['tables.json tables[0].rows[0].cells: 表中没有列“zone2”。请核对写法。'])
  })

  it('a carrier nobody knows, and a factor rule without its factor', () => {
    const unknown = (d: Document) => {
      table(d, 'carriers').rows[0].cells.carrier = 'coke'
    }
    expect(broken(unknown)[0]).toContain('能源种类“coke”不认识')
    const factorless = (d: Document) => {
      table(d, 'carriers').rows[0].cells.listedFactor = null
    }
    expect(broken(factorless)).toEqual(['tables.json carriers.rows[0]: 取法 measuredOrListed 要有 listedFactor。'])
  })
})

describe('formulas', () => {
  const broken = (change: (document: Document) => unknown) => problemsAfter('formulas.json', change)
  const withExpression = (id: string, expr: string) =>
    broken(d => {
      formula(d, id).cases[0].expr = expr
    })

  it('an unknown term', () => {
    expect(withExpression('energyPerPersonRaw', 'comprehensiveEnergy / headCount')).toEqual([
      'formulas.json formulas[19].cases[0]: 不认识“headCount”。请核对写法，或先在表、公式里给出它。',
    ])
    expect(broken(d => d.formulas.push({ ...formula(d, 'energyPerPersonRaw'), id: 'somethingNew' }))[0]).toBe(
      'formulas.json formulas[32].id: 术语“somethingNew”不在总表里，标准包也没有声明。',
    )
  })

  it('a unit error', () => {
    expect(withExpression('energyPerPersonRaw', 'comprehensiveEnergy / floorArea')).toEqual([
      'formulas.json formulas[19].cases[0]: 单位不合：comprehensiveEnergy / floorArea 的单位是 kgce/m2，应为 kgce/p。',
    ])
    expect(withExpression('comprehensiveEnergy', 'sum(energy.countedEnergy) + totalWater')).toEqual([
      'formulas.json formulas[10].cases[0]: 单位不合：sum(energy.countedEnergy)（kgce）与 totalWater（m3）不能相加。',
    ])
    expect(withExpression('comprehensiveEnergy', 'sum(energy.physical)')[0]).toContain(
      '各行的单位不同（carrierUnit），不能求和',
    )
    expect(withExpression('coalEquivalentFactor', 'calorificValue / kilojoulesPerKgce')[0]).toContain('单位不合')
  })

  it('a condition on the wrong kind of term, and one that compares different units', () => {
    const when = (text: string) =>
      broken(d => {
        formula(d, 'correctionFactor').cases[0].when = text
      })
    expect(when("annualHours = 'no'")[0]).toContain('“annualHours”是数，不能与文字比较')
    expect(when('annualHours > annualVisits')[0]).toContain('不能比较')
    expect(when('correctionBy > 1')[0]).toContain('“correctionBy”是文字，不能计算')
  })

  it('division by zero, as a literal and as a constant of a table', () => {
    expect(withExpression('energyPerPersonRaw', 'comprehensiveEnergy / 0')[0]).toContain('除以 0')
    const zero = problemsAfter('tables.json', d => {
      table(d, 'kilocalories').rows[0].cells.kilocaloriesPerKgce = '0'
    })
    expect(zero).toEqual(['formulas.json formulas[7].cases[0]: 除以 0：“kilocaloriesPerKgce”在表里是 0。'])
  })

  it('nesting 10,000 deep', () => {
    expect(withExpression('energyPerPersonRaw', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`)).toEqual([
      'formulas.json formulas[19].cases[0].expr: 公式读不懂：第 1 个字符处公式长度超过 2000 个字符。',
    ])
    expect(withExpression('energyPerPersonRaw', `${'('.repeat(900)}1${')'.repeat(900)}`)).toEqual([
      'formulas.json formulas[19].cases[0].expr: 公式读不懂：第 34 个字符处括号嵌套超过 32 层。',
    ])
  })

  it('formulas that need one another', () => {
    expect(
      withExpression('comprehensiveEnergy', 'transportEnergy + energyPerPersonRaw * energyUserCountInScope'),
    ).toEqual([
      'formulas.json formulas: 公式循环引用：comprehensiveEnergy → energyPerPersonRaw → comprehensiveEnergy。请拆开其中一处。',
    ])
  })

  it('the same name given twice, a missing citation, a case that is never reached', () => {
    expect(broken(d => d.formulas.push(formula(d, 'yearDays')))[0]).toBe(
      'formulas.json formulas[32].id: “yearDays”已经给出过。请改名或删去一处。',
    )
    expect(broken(d => delete formula(d, 'yearDays').cite)).toEqual([
      'formulas.json formulas[0].cite: 缺少这一项，请补上。',
    ])
    expect(broken(d => formula(d, 'yearDays').cases.reverse())[0]).toContain('没有条件的情形要放在最后')
  })

  it('a lookup without its table or key', () => {
    const change = (d: Document) => {
      d.lookups[6].table = 'quotas'
    }
    expect(broken(change)[0]).toContain('formulas.json lookups[6].table: 没有表“quotas”')
    expect(broken(d => d.lookups[6].keys.pop())).toEqual(['formulas.json lookups[6].keys: 没有用到键“floorArea”。'])
  })

  it('a field nobody knows', () => {
    const change = (d: Document) => {
      formula(d, 'yearDays').units = 'd'
    }
    expect(at(JSON.parse(sound.get('formulas.json') ?? ''), 'yearDays')).toBe(0)
    expect(broken(change)).toEqual(['formulas.json formulas[0]: 不认识 “units”，请核对写法。'])
  })
})

describe('packs that would load and then misgrade', () => {
  const broken = (change: (document: Document) => unknown) => problemsAfter('formulas.json', change)
  const withExpression = (id: string, expr: string) =>
    broken(d => {
      formula(d, id).cases[0].expr = expr
    })

  it('max with a zero first, which fits every unit', () => {
    expect(withExpression('energyPerPersonRaw', 'max(0, floorArea)')[0]).toContain('单位不合')
    expect(withExpression('energyPerPersonRaw', 'max(0, floorArea, comprehensiveEnergy)')[0]).toContain('不能取最值')
  })

  it('a deep nest of max is checked in no time', () => {
    const deep = `${'max('.repeat(30)}1${', 1)'.repeat(30)}`
    const started = performance.now()
    expect(withExpression('energyPerPersonRaw', deep)[0]).toContain('单位不合')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('a sum over rows of different units, or over indicators that are not graded yet', () => {
    const own = { ...{ label: 'x' }, unit: 'carrierUnit' }
    const problems = problemsOf(
      new Map([
        ...sound,
        [
          'pack.json',
          JSON.stringify({
            ...JSON.parse(sound.get('pack.json') ?? ''),
            terms: { ...JSON.parse(sound.get('pack.json') ?? '').terms, everything: own },
          }),
        ],
        [
          'formulas.json',
          JSON.stringify({
            ...JSON.parse(sound.get('formulas.json') ?? ''),
            formulas: [
              ...JSON.parse(sound.get('formulas.json') ?? '').formulas,
              {
                id: 'everything',
                unit: 'carrierUnit',
                cases: [{ expr: 'sum(energy.physical)' }],
                cite: { clause: 'x' },
              },
            ],
          }),
        ],
      ]),
    )
    expect(problems[0]).toContain('各行的单位不同（carrierUnit），不能求和')
    expect(withExpression('waterCorrectionFactor', 'sum(indicator.distanceShare)')[0]).toContain('指标要先判定等级才有')
  })

  it('a word that no row can have', () => {
    expect(withExpression('transportEnergy', "sum(energy.countedEnergy where scope = 'transprot')")[0]).toContain(
      '“scope”没有“transprot”这个值。可用：general、transport、excluded、special。',
    )
    const when = broken(d => {
      formula(d, 'correctionFactor').cases[1].when = "correctionBy = 'hour'"
    })
    expect(when[0]).toContain('“correctionBy”没有“hour”这个值。可用：hours、dormitory、visits')
  })

  it('a carrier without the unit of its factor, or with a derived one', () => {
    const unit = (value: string | null) =>
      problemsAfter('tables.json', d => {
        table(d, 'carriers').rows[2].cells.unit = value
      })
    expect(unit(null)[0]).toContain('单位“null”不能作系数所对的单位')
    expect(unit('t')[0]).toContain('单位“t”不能作系数所对的单位')
  })

  it('an indicator whose parts do not fit together', () => {
    const indicator = (change: object) =>
      problemsAfter('pack.json', d => {
        Object.assign(d.indicators[0], change)
      })
    expect(indicator({ amountUnit: 'm3' })).toEqual(['pack.json indicators[0]: “amountUnit”的单位应为 kgce。'])
    expect(indicator({ raw: 'energyPerAreaRaw' })).toEqual([
      'pack.json indicators[0]: “energyPerAreaRaw”的单位应为 kgce/p。',
    ])
    expect(indicator({ factor: 'floorArea' })).toEqual(['pack.json indicators[0]: “floorArea”的单位应为 1。'])
    expect(indicator({ raw: 'place' })[0]).toContain('单位“”读不懂')
  })

  it('grades in the wrong order, or named as the undetermined one', () => {
    const grades = (change: (list: Document[]) => unknown) => problemsAfter('pack.json', d => change(d.grades))
    expect(grades(list => list.unshift(...list.splice(1, 1)))).toContain('pack.json grades: 等级应由严到宽排列。')
    const named = grades(list => {
      list[4].id = 'undetermined'
    })
    expect(named).toContain('pack.json grades: “undetermined”留给无法判定，请改名。')
  })

  it('a lookup whose key is of the wrong kind, and one whose row id is a number', () => {
    expect(
      broken(d => {
        d.lookups[6].keys[3].name = 'place'
      }).join(),
    ).toContain('区间“floorArea”的单位是 m2，“place”是 文字')
    const numeric = problemsAfter('pack.json', d => {
      d.terms.placeRow.unit = '1'
    })
    expect(numeric).toContain('formulas.json lookups[5].id: “placeRow”是行的编号，术语的单位应为 null。')
  })

  it('an example that expects nothing, or a number of a word', () => {
    const expecting = (expect: object) =>
      problemsAfter('examples.json', d => {
        d.examples[4].expect = expect
      })
    expect(expecting({})[0]).toContain('示例没有写应有的结果')
    expect(expecting({ cells: { climateZone: { rounded: '1' } } })[0]).toContain('示例应为 1，算得 空缺')
  })

  it('days that do not exist', () => {
    const change = (d: Document) => {
      d.validFrom = '2023-02-30'
    }
    expect(problemsAfter('pack.json', change)).toEqual(['pack.json validFrom: 没有 2023-02-30 这一天。'])
  })
})

describe('grading rules and identity', () => {
  const broken = (change: (document: Document) => unknown) => problemsAfter('pack.json', change)

  it('a tier without a grade, and no grade for the rest', () => {
    expect(broken(d => d.grades.splice(1, 1))).toContain('pack.json grades: 限值“reference”应正好有一个等级以它为准。')
    expect(broken(d => d.grades.pop())).toContain('pack.json grades: 最后一个等级应不带条件，收下其余的值。')
  })

  it('an indicator the table does not have', () => {
    const change = (d: Document) => {
      d.indicators[0].id = 'energyPerBed'
    }
    expect(broken(change).join('\n')).toContain('pack.json indicators[0]: 没有“energyPerBed”')
  })

  it('a kind or a format this version cannot read', () => {
    const change = (d: Document) => {
      d.format = 'energy-audit-pack/2'
    }
    expect(broken(change)).toEqual(['pack.json format: 应为 energy-audit-pack/1，读到“energy-audit-pack/2”。'])
  })

  it('a number that is neither printed nor openly unknown', () => {
    expect(broken(d => delete d.number)).toEqual(['pack.json number: 缺少这一项，请补上。'])
  })
})

describe('examples', () => {
  it('one that disagrees: the pack is not opened', () => {
    const change = (d: Document) => {
      d.examples[0].expect.cells.energyUserCount.rounded = '1117'
    }
    expect(problemsAfter('examples.json', change)).toEqual([
      'examples.json examples[0]（B.1）.expect.cells.energyUserCount: 示例应为 1117，算得 1118。请核对示例、公式和表。',
    ])
  })

  it('notice a single digit changed in the tables', () => {
    const change = (d: Document) => {
      table(d, 'carriers').rows[6].cells.listedFactor = '0.1228'
    }
    const problems = problemsAfter('tables.json', change)
    expect(problems.length).toBeGreaterThan(10)
    expect(problems[0]).toMatch(
      /^examples\.json examples\[4\]（combined-1）\.expect\.cells\.comprehensiveEnergy: 示例应为 137687\.304571428/,
    )
  })
})

describe('files', () => {
  it('a document missing, empty, cut off, or with a key twice', () => {
    expect(problemsOf(new Map([...sound].filter(([name]) => name !== 'examples.json')))[0]).toContain(
      'examples.json : 缺少文件',
    )
    expect(problemsOf(new Map([...sound, ['tables.json', '']]))).toEqual([
      'tables.json : 文件是空的。请换一个有内容的文件。',
    ])
    expect(problemsOf(new Map([...sound, ['pack.json', '{"id": "x",']]))[0]).toMatch(
      /^pack\.json : 第 1 行第 \d+ 列不合 JSON 的写法/,
    )
    expect(problemsOf(new Map([...sound, ['pack.json', '{"id": "x", "id": "y"}']]))[0]).toContain('写了两次')
  })
})
