import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outputs } from '#core/contract/operations.ts'
import { resultsFile } from '#core/contract/results.ts'
import { efficiencyFacts } from '#core/service/efficiency.ts'
import { greenPowerFacts } from '#core/service/green-power.ts'
import { Desk } from '../../electron/dispatch.ts'
import { office, ROOT } from '../tool/fujian.ts'
import { fillGreenPower, fillTaiwan, GREEN_POWER, TAIWAN } from '../tool/programmes.ts'
import { emptySession } from '../tool/workbook.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const EXAMPLE = join(ROOT, 'assets/example/annex-b.json')

function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['electron/cli.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 29,
  })
  return { status, stdout, stderr }
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const factsFile = (institutions: readonly unknown[]) => JSON.stringify({ format: 'energy-audit-facts/1', institutions })

describe('evaluate', () => {
  it('prints a table a person can read, with aligned columns', () => {
    const { status, stdout, stderr } = cli('evaluate', EXAMPLE)
    expect(status).toBe(0)
    expect(stdout).toContain('福建省公共机构能耗定额标准（标准号待核，日期待核）')
    expect(stdout).toContain('人均综合能耗')
    expect(stdout.split('\n').filter(line => /^B[1-4] {2}/.test(line))).toHaveLength(4)
    expect(stderr).toBe('共 4 家：已评价 4，无法判定 0，退回 0。\n')
  })

  it('prints a results file and nothing else with --json, the same bytes each time', () => {
    const [first, second] = [cli('evaluate', EXAMPLE, '--json'), cli('evaluate', EXAMPLE, '--json')]
    const results = resultsFile.parse(JSON.parse(first.stdout))
    expect(results.results.map(r => [r.id, r.outcome])).toEqual(['B1', 'B2', 'B3', 'B4'].map(id => [id, 'evaluated']))
    expect(results.pack.id).toBe('fujian-public-institution-quota')
    expect(second.stdout).toBe(first.stdout)
  })

  it('explains an indicator, and any step of it', () => {
    const whole = cli('evaluate', EXAMPLE, '--explain', 'B1:energyPerPerson')
    expect(whole.status).toBe(0)
    expect(whole.stdout).toContain('人均综合能耗的等级')
    expect(whole.stdout).toContain('〔录入 energy[4].density〕')
    const step = cli('evaluate', EXAMPLE, '--explain', 'B1:comprehensiveEnergy')
    expect(step.stdout.split('\n')[1]).toMatch(/^综合能耗 = Σ 计入综合能耗的量 = /)
  })

  it('says which institutions and indicators there are when asked for another', () => {
    expect(cli('evaluate', EXAMPLE, '--explain', 'B9:energyPerPerson')).toMatchObject({ status: 2, stdout: '' })
    expect(cli('evaluate', EXAMPLE, '--explain', 'B9:energyPerPerson').stderr).toContain(
      '文件里的机构有：B1、B2、B3、B4',
    )
    expect(cli('evaluate', EXAMPLE, '--explain', 'B1:x').stderr).toContain('指标有：energyPerPerson、')
    expect(cli('evaluate', EXAMPLE, '--explain', 'B1').status).toBe(2)
  })

  it('grades the others when one is refused, with file, institution, place and reason', () => {
    const path = file(
      'mixed.json',
      factsFile([office({ id: 'a' }), { ...office({ id: 'b' }), floorArea: '1,5' }, 7, office({ id: 'c' })]),
    )
    const { status, stdout, stderr } = cli('evaluate', path, '--json')
    expect(status).toBe(0)
    expect(resultsFile.parse(JSON.parse(stdout)).results.map(r => `${r.id} ${r.outcome}`)).toEqual([
      'a evaluated',
      'b refused',
      'institutions[2] refused',
      'c evaluated',
    ])
    expect(stderr).toContain('mixed.json：b：floorArea：退回：“1,5”读不准。')
    expect(stderr).toContain('共 4 家：已评价 2，无法判定 0，退回 2。')
  })

  it('refuses all institutions that share an id', () => {
    const path = file('twins.json', factsFile([office({ id: 'x' }), office({ id: 'y' }), office({ id: 'x' })]))
    const { results } = resultsFile.parse(JSON.parse(cli('evaluate', path, '--json').stdout))
    expect(results.map(r => [r.id, r.outcome, r.problems.map(p => p.code)])).toEqual([
      ['x', 'refused', ['duplicateId']],
      ['y', 'evaluated', []],
      ['x', 'refused', ['duplicateId']],
    ])
  })

  it('grades 100,000 institutions of which number 50,000 is broken', () => {
    const small = (id: number) =>
      `{"id":"${id}","place":"福州","class":"党政机关","period":{"from":"2023-01-01","to":"2023-12-31"},"floorArea":"8000","energyUserCount":"200","energy":[{"carrier":"electricity","amount":"${300000 + id}","unit":"kWh","use":"general"}],"water":[{"amount":"5000","unit":"m3","use":"general"}]}`
    const all = Array.from({ length: 100_000 }, (_, i) => (i === 49_999 ? '{"id":"49999","floorArea":12}' : small(i)))
    const path = file('many.json', `{"format":"energy-audit-facts/1","institutions":[${all.join(',')}]}`)
    const { status, stdout, stderr } = cli('evaluate', path, '--json')
    expect(status).toBe(0)
    expect(stderr).toBe(
      'many.json：49999：floorArea：退回：数值 12 没有加引号。请写成带引号的文字，例如 "12"，以免丢失位数。\n共 100000 家：已评价 99999，无法判定 0，退回 1。\n',
    )
    const lines = stdout.trimEnd().split('\n')
    expect(lines.filter(line => line.includes('"outcome":"evaluated"'))).toHaveLength(99_999)
    expect(lines.at(-1)).toBe('}')
  })

  it('does not let __proto__ into anything', () => {
    const path = file(
      'proto.json',
      '{"format":"energy-audit-facts/1","__proto__":{"institutions":[]},"institutions":[{"id":"p","__proto__":{"floorArea":"5"}}]}',
    )
    const { results } = resultsFile.parse(JSON.parse(cli('evaluate', path, '--json').stdout))
    expect(results[0]).toMatchObject({
      id: 'p',
      outcome: 'undetermined',
      problems: [{ code: 'unknownField', severity: 'warning' }],
    })
  })

  it('stops quietly when its reader has seen enough', () => {
    const path = file('long.json', factsFile(Array.from({ length: 3_000 }, (_, i) => office({ id: `${i}` }))))
    const pipe = `set -o pipefail; "${process.execPath}" electron/cli.mjs evaluate "${path}" --json | head -c 10`
    const { status, stderr } = spawnSync('bash', ['-c', pipe], { cwd: ROOT, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('says in one sentence when the disk is full, and goes on when only messages cannot be written', () => {
    const run = (redirect: string) => {
      const command = `"${process.execPath}" electron/cli.mjs evaluate "${EXAMPLE}" --json ${redirect}`
      return spawnSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8' })
    }
    expect(run('>/dev/full')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^结果没有写完（磁盘已满）.*\n/),
    })
    expect(run('2>/dev/full').status).toBe(0)
  })

  it('shows control characters instead of obeying them', () => {
    const path = file(
      'escape.json',
      factsFile([{ ...office({ id: 'a\u001b[2J', name: '甲\n共 9 家：已评价 9\u202e' }), '\u0007': 1 }]),
    )
    const { stdout, stderr } = cli('evaluate', path)
    for (const character of ['\u0007', '\u001b', '\u202e']) expect(stdout + stderr).not.toContain(character)
    expect(stdout).toContain('a␛[2J  甲␊共 9 家：已评价 9�')
    expect(stderr).toContain('不认识“␇”')
  })

  it('warns of fields beside the institutions that it does not know', () => {
    const path = file(
      'beside.json',
      JSON.stringify({ format: 'energy-audit-facts/1', institutions: [], institution: [] }),
    )
    expect(cli('evaluate', path).stderr).toContain('beside.json：institution：提醒：不认识“institution”')
  })

  it('explains institutions whose id has colons', () => {
    const path = file('colons.json', factsFile([office({ id: 'a:b' }), office({ id: 'a' })]))
    expect(cli('evaluate', path, '--explain', 'a:b:energyPerArea').stdout).toContain('（a:b）')
    expect(cli('evaluate', path, '--explain', 'a:energyPerArea').stdout).toContain('（a）')
  })
})

describe('a workbook', () => {
  it('is evaluated like the facts it holds, and not changed', () => {
    const desk = new Desk(mkdtempSync(join(tmpdir(), 'eaw-')))
    expect(desk.call('workbook.openSample', {})).toMatchObject({ ok: true })
    const path = desk.path ?? ''
    desk.close()
    const before = readFileSync(path)
    const indicators = (text: string) =>
      resultsFile.parse(JSON.parse(text)).results.map(({ id, indicators: all }) => [id, all])
    const fromWorkbook = cli('evaluate', path, '--json')
    const fromFacts = cli('evaluate', join(ROOT, 'assets/example/sample.json'), '--json')
    expect(fromWorkbook.status).toBe(0)
    expect(indicators(fromWorkbook.stdout)).toEqual(indicators(fromFacts.stdout))
    expect(cli('evaluate', path, '--explain', 'Y001:energyPerPerson').stdout).toContain('总表 A-01 1 月')
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

describe('--out', () => {
  it('writes two files for every institution that was not refused, and never over an older one', () => {
    const out = join(folder, 'new', 'reports')
    const names = ['=1+1', 'CON', '../上层', '🏫'.repeat(90), '甲', '甲']
    const institutions = names.map((name, i) => office({ id: `o${i}`, name }))
    const path = file(
      'out.json',
      factsFile([
        ...institutions,
        office({ id: 'refused', people: [{ label: '甲', count: '5' }], energyUserCount: '300' }),
      ]),
    )
    const first = cli('evaluate', path, '--out', out)
    expect(first.status).toBe(0)
    expect(first.stderr).toContain('共 7 家：已评价 6，无法判定 0，退回 1。\n写了 12 个文件。')
    const files = readdirSync(out)
    expect(first.stdout.trim().split('\n').sort()).toEqual(files.map(name => join(out, name)).sort())
    expect(files.filter(name => /^甲 2023.*docx$/.test(name))).toHaveLength(2)
    cli('evaluate', path, '--out', out)
    expect(readdirSync(out)).toHaveLength(24)
    expect(readdirSync(folder)).not.toContain('上层')
  })

  it('marks the reports on a sample workbook as such', () => {
    const desk = new Desk(mkdtempSync(join(tmpdir(), 'eaw-')))
    desk.call('workbook.openSample', {})
    const path = desk.path ?? ''
    desk.close()
    const out = join(folder, 'sample')
    expect(cli('evaluate', path, '--out', out).stderr).toContain('写了 28 个文件。')
    const docx = readdirSync(out).find(name => name.endsWith('.docx')) ?? ''
    expect(strFromU8(unzipSync(readFileSync(join(out, docx)))['word/document.xml'] ?? new Uint8Array())).toContain(
      '示例数据',
    )
  })

  it('writes what the audit recorded, and only reads the workbook', () => {
    const desk = new Desk(mkdtempSync(join(tmpdir(), 'eaw-')))
    desk.call('workbook.openSample', {})
    const path = desk.path ?? ''
    const list = desk.call('institution.list', { since: 0 })
    const [first] = list.ok ? (list.value as Outputs['institution.list']).rows : []
    const added = desk.call('finding.add', { year: first?.year })
    const row = added.ok ? (added.value as Outputs['finding.add']).id : ''
    expect(desk.call('field.set', { table: 'finding', row, field: 'text', typed: '水泵长期空转' }).ok).toBe(true)
    desk.close()
    const before = readFileSync(path)
    const out = join(folder, 'audit')
    expect(cli('evaluate', path, '--out', out).status).toBe(0)
    const docx = readdirSync(out).find(name => name.startsWith(first?.name ?? '-') && name.endsWith('.docx')) ?? ''
    const text = strFromU8(unzipSync(readFileSync(join(out, docx)))['word/document.xml'] ?? new Uint8Array())
    expect(text).toContain('水泵长期空转')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('into a file says so, and is not mixed with another output', () => {
    const taken = file('taken', '')
    const { status, stderr } = cli('evaluate', EXAMPLE, '--out', taken)
    expect(status).toBe(2)
    expect(stderr).toBe(
      `${taken}：要放报告的地方有一个同名的文件，不是文件夹。请移开它，或换一个文件夹；还没有写任何文件。\n`,
    )
    // where nothing can be made, Node's recursive mkdir never comes back
    expect(cli('evaluate', EXAMPLE, '--out', '/proc/reports/2023').stderr).toContain('还没有写任何文件')
    expect(cli('evaluate', EXAMPLE, '--out', join(folder, 'x'), '--json').stderr).toContain('不能同时用')
  })
})

describe('a workbook that fails while it is read', () => {
  it('is told as a damaged file, not as a fault of the program', () => {
    const desk = new Desk(mkdtempSync(join(tmpdir(), 'eaw-')))
    desk.call('workbook.openSample', {})
    const path = desk.path ?? ''
    desk.close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 200_000, 260_000)
    writeFileSync(path, bytes)
    const { status, stderr } = cli('evaluate', path)
    expect(stderr).not.toMatch(/Error|at \w+/)
    expect([0, 2]).toContain(status)
    if (status === 2) expect(stderr).toContain('文件内容损坏')
  })
})

describe('files that cannot be used: exit 2, one Chinese sentence, nothing on standard output', () => {
  const unusable = (path: string) => {
    const { status, stdout, stderr } = cli('evaluate', path, '--json')
    expect(status).toBe(2)
    expect(stdout).toBe('')
    return stderr
  }
  it('missing, a folder, a loop of links', () => {
    expect(unusable(join(folder, 'no.json'))).toContain('没有这个文件')
    mkdirSync(join(folder, 'dir.json'))
    expect(unusable(join(folder, 'dir.json'))).toContain('这是一个文件夹')
    symlinkSync('loop.json', join(folder, 'loop.json'))
    expect(unusable(join(folder, 'loop.json'))).toContain('链接绕成了圈')
  })

  it('empty, truncated, not JSON, a key twice', () => {
    expect(unusable(file('empty.json', ''))).toContain('文件是空的')
    const whole = readFileSync(EXAMPLE, 'utf8')
    for (const part of [0.25, 0.5, 0.75])
      expect(unusable(file('cut.json', whole.slice(0, Math.floor(whole.length * part))))).toMatch(
        /第 \d+ 行第 \d+ 列不合 JSON 的写法/,
      )
    expect(unusable(file('text.json', '<html>'))).toContain('第 1 行第 1 列')
    expect(unusable(file('twice.json', '{"format":"x","format":"y"}'))).toContain('写了两次')
  })

  it('of another encoding, of 60 MB', () => {
    expect(unusable(file('gbk.json', Uint8Array.from([0x7b, 0xc4, 0xe3, 0xba, 0xc3])))).toContain('不是 UTF-8')
    expect(unusable(file('big.json', new Uint8Array(60 * 1024 * 1024).fill(0x20)))).toContain(
      '文件有 60 MB，最大 50 MB',
    )
  })

  it('of another format or version', () => {
    expect(unusable(file('v2.json', '{"format":"energy-audit-facts/2","institutions":[]}'))).toContain(
      '应为“energy-audit-facts/1”，读到“energy-audit-facts/2”',
    )
    expect(unusable(file('list.json', '[]'))).toContain('读到列表')
    expect(unusable(file('none.json', '{"format":"energy-audit-facts/1"}'))).toContain('应为机构列表，读到空缺')
    expect(unusable(file('deep.json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`))).toMatch(
      /嵌套超过 64 层|不合 JSON 的写法/,
    )
  })

  it('that arrive later: templates', () => {
    expect(unusable(file('a.xlsx', 'PK'))).toContain('还不能读取录入模板')
  })

  it('that are no workbooks', () => {
    expect(unusable(file('a.eaw', 'SQLite format 3'))).toContain('不是本程序的工作簿')
    expect(unusable(file('b.eaw', ''))).toContain('文件是空的')
  })
})

describe('arguments that cannot be used', () => {
  it.each([
    [[], '没有给出命令'],
    [['frobnicate'], '不认识命令“frobnicate”'],
    [['evaluate'], 'evaluate 要一个文件，读到 0 个'],
    [['evaluate', 'a.json', 'b.json'], '读到 2 个'],
    [['evaluate', 'a.json', '--json', '--explain', 'a:b'], '--json 和 --explain 不能同时用'],
    [['packs', 'x'], 'packs 不要别的参数'],
    [['evaluate', 'a.json', '--jsno'], '不认识选项“--jsno”'],
    [['evaluate', 'a.json', '--pack'], '选项“--pack'],
    [['evaluate', 'a.json', '--pack', 'x'], '没有标准包“x”。可用：fujian-public-institution-quota'],
    [['evaluate', 'a.json', '--pack', '../standard'], '没有标准包“../standard”'],
    [['check-pack'], 'check-pack 要一个文件夹'],
  ])('%j', (args, sentence) => {
    const { status, stdout, stderr } = cli(...args)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
  })
})

describe('programme', () => {
  const taiwan = () => {
    const session = emptySession()
    fillTaiwan(session)
    return file('taiwan.json', JSON.stringify(efficiencyFacts(session.sql, TAIWAN, '2025')))
  }
  const greenPower = () => {
    const session = emptySession()
    fillGreenPower(session)
    return file('green.json', JSON.stringify(greenPowerFacts(session.sql, GREEN_POWER, '2025-12-31')))
  }

  it('lists bodies in the order of their ranks, and explains a number', () => {
    const facts = taiwan()
    const { status, stdout } = cli('programme', facts)
    expect(status).toBe(0)
    const rows = stdout.split('\n').filter(line => /^[甲乙]組/.test(line))
    expect(rows.map(line => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['甲組', '1', '甲機關'],
      ['甲組', '2', '乙機關'],
      ['甲組', '3', '丙機關'],
      ['乙組', '1', '丁機關'],
    ])
    expect(stdout.split('\n')[0]).toContain('民國114年（2025）')
    expect(stdout.split('\n').find(line => line.startsWith('B1所屬3 '))).toContain('民國116年2月28日')
    expect(cli('programme', facts, '--explain', 'B1:targetRate').stdout).toContain('2 × 100 ÷ 9')
    // a year earlier nobody has missed two in a row
    const { units } = JSON.parse(cli('programme', facts, '--year', '2024', '--json').stdout)
    expect(units.some(({ unmetYears }: { unmetYears: number }) => unmetYears > 1)).toBe(false)
  })

  it('says what a rank would take of everybody behind it', () => {
    const { status, stdout } = cli('programme', taiwan(), '--rank', '1')
    expect(status).toBe(0)
    const rows = stdout.slice(stdout.indexOf('達到第 1 名，')).split('\n').slice(2, 4)
    expect(rows.map(line => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['乙機關', '甲組', '2'],
      ['丙機關', '甲組', '3'],
    ])
  })

  it('follows certificates to a day, and tells rows that were not used', () => {
    const facts = greenPower()
    const { status, stdout, stderr } = cli('programme', facts, '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout).totals).toMatchObject({ issued: { certificates: '1000' } })
    expect(stderr).toContain('没有用')
    const earlier = cli('programme', facts, '--as-of', '2025-02-28', '--json').stdout
    expect(JSON.parse(earlier).totals).toMatchObject({ issued: { certificates: '900' } })
    expect(cli('programme', facts, '--explain', 'A@2025:share').stdout).toContain('600 × 100 ÷ 2\u2009000')
  })

  it('writes Word and Excel of a year', () => {
    const out = join(folder, 'programme')
    expect(cli('programme', taiwan(), '--out', out).status).toBe(0)
    expect(
      readdirSync(out)
        .map(name => name.slice(-5))
        .sort(),
    ).toEqual(['.docx', '.xlsx'])
  })

  it('refuses what does not belong to it: exit 2, one sentence, nothing on standard output', () => {
    for (const [args, sentence] of [
      [[taiwan(), '--year', '2030'], '这个计划没有 2030 年。可用：2024、2025、2026。'],
      [[taiwan(), '--as-of', '2025-12-31'], '--as-of 只用于绿电'],
      [[greenPower(), '--as-of', '2025-02-30'], '“2025-02-30”不是日期'],
      [[greenPower(), '--year', '2019'], '2019 年没有数据。有数据的：2025'],
      [[taiwan(), '--pack', GREEN_POWER], '--pack 却是'],
      [[taiwan(), '--explain', 'B9:score'], '“B9:score”对不上'],
      [[taiwan(), '--rank', '0'], '“0”不是名次'],
      [[taiwan(), '--rank', '1', '--json'], '--rank 和 --json 不能同时用'],
      [[greenPower(), '--rank', '3'], '--rank 只用于有名次的计划'],
    ] as const) {
      const { status, stdout, stderr } = cli('programme', ...args)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(sentence)
    }
  })
})

describe('an older Node', () => {
  it('is told what it lacks, in one sentence', () => {
    const pretend = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})"
    const args = ['--import', pretend, 'electron/cli.mjs', 'packs']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(
      '需要 Node 22.18 或更新的版本，现在是 20.20.2。请先运行 npm install（会装好 Node 24），再用 npm run -s cli -- … 运行。\n',
    )
  })
})

describe('packs and check-pack', () => {
  it('lists the packs with their self-check', () => {
    const { status, stdout } = cli('packs')
    expect(status).toBe(0)
    expect(stdout).toMatch(/自检通过：\d+ 张表 \d+ 行，\d+ 个示例全部一致。/)
  })

  it('checks a folder: sound, broken, not a pack, not there', () => {
    const pack = join(ROOT, 'assets/standard/fujian-public-institution-quota')
    expect(cli('check-pack', pack)).toMatchObject({ status: 0, stderr: '' })
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    for (const name of ['pack.json', 'tables.json', 'formulas.json', 'examples.json'])
      writeFileSync(join(broken, name), readFileSync(join(pack, name), 'utf8').replace('"464"', '"46,4"'))
    const { status, stdout, stderr } = cli('check-pack', broken)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('tables.json：tables[1].rows[0].cells.energyPerPerson：应为原文所印的数或 null')
    expect(cli('check-pack', folder).stderr).toContain('缺少文件')
    expect(cli('check-pack', join(folder, 'nowhere')).status).toBe(2)
    expect(cli('check-pack', EXAMPLE).stderr).toContain('这不是文件夹')
  })
})
