import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'

const fault = (text: string) => {
  const read = readStrictJson(text)
  if (read.ok) throw new Error('was read')
  return { ...read.fault, sentence: jsonFaultSentence(read.fault) }
}

describe('readStrictJson', () => {
  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value, null, 2)
        expect(readStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it('refuses a key written twice in one object, also when spelt with an escape, and says where', () => {
    const found = fault('{\n  "floorArea": "1",\n  "name": "a",\n  "floor\\u0041rea": "2"\n}')
    expect(found).toMatchObject({ code: 'duplicateKey', line: 4, column: 3, key: 'floorArea' })
    expect(found.sentence).toBe('第 4 行第 3 列的“floorArea”在同一对象里写了两次，不知道以哪个为准。请只留一个。')
    expect(readStrictJson('[{"a":{"b":1},"b":[{"a":1}]},{"a":"a\\\\","b":"{\\"a\\":"}]').ok).toBe(true)
  })

  it('says where the text ends too early or goes wrong', () => {
    expect(fault('{"a": 1,\n "b": [1, 2')).toMatchObject({ code: 'syntax', line: 2 })
    expect(fault('{"a": 1,}')).toMatchObject({ code: 'syntax', line: 1, column: 9 })
    expect(fault('{"a": NaN}')).toMatchObject({ code: 'syntax' })
  })

  it('finds the place behind any run of blanks, and reads a string of four million escapes', () => {
    expect(fault(`${'\n'.repeat(100_000)}  x`)).toMatchObject({ code: 'syntax', line: 100_001, column: 3 })
    expect(readStrictJson(`{"a":"${'\\n'.repeat(4_000_000)}"}`).ok).toBe(true)
    expect(fault(`{"a":"${'\\n'.repeat(4_000_000)}`)).toMatchObject({ code: 'syntax', column: 6 })
  })

  it('takes a byte-order mark and refuses emptiness', () => {
    expect(readStrictJson('\uFEFF{}')).toEqual({ ok: true, value: {} })
    expect(fault(' \n')).toMatchObject({ code: 'empty' })
  })

  it('refuses nesting deeper than any of our formats, 100,000 levels included', () => {
    expect(fault(`${'['.repeat(65)}${']'.repeat(65)}`)).toMatchObject({ code: 'tooDeep', column: 65 })
    expect(fault(`${'['.repeat(100_000)}${']'.repeat(100_000)}`).code).toMatch(/tooDeep|syntax/)
  })
})

describe('every text that JSON.parse refuses', () => {
  it('is refused here too, and every other one read, whatever is changed in it', () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '-', '.', 'e', 't', ' ', '\n', '\u0001'),
    )
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(edit, { maxLength: 3 }), (value, edits) => {
        let text = JSON.stringify(value)
        for (const [position, remove, insert] of edits) {
          const at = position % (text.length + 1)
          text = text.slice(0, at) + insert + text.slice(at + remove)
        }
        let parsed: { value: unknown } | null = null
        try {
          parsed = { value: JSON.parse(text) }
        } catch {}
        const read = readStrictJson(text)
        if (parsed === null) expect(read.ok, text).toBe(false)
        else if (read.ok) expect(read.value).toEqual(parsed.value)
        else expect(read.fault.code, text).toMatch(/duplicateKey|tooDeep/)
      }),
      { numRuns: 3000 },
    )
  })
})
