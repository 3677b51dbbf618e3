import type { Comparator, Comparison, Condition, Expr, Where } from './tree.ts'

/** A formula that cannot be read; `offset` counts characters from 0. The message is Chinese and says what was expected. */
export class FormulaSyntaxError extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(`第 ${offset + 1} 个字符处${message}`)
    this.offset = offset
  }
}

const DEEPEST = 32
const LONGEST = 2000

/**
 * Reads an expression:
 *
 *     expr    = product { ("+" | "-") product }
 *     product = atom { ("*" | "/") atom }
 *     atom    = number | name | "(" expr ")" | ("min" | "max") "(" expr { "," expr } ")" | sum
 *     sum     = "sum" "(" table "." column [ "where" name ("=" | "!=") text ] ")"
 *
 * @throws FormulaSyntaxError at the first character that does not fit
 */
export function parseExpression(text: string): Expr {
  const reader = new Reader(text)
  const expr = readExpression(reader, 0)
  reader.end()
  return expr
}

/**
 * Reads a condition: `comparison { "and" comparison }`, where a comparison is
 * `expr ("<" | "<=" | "=" | ">=" | ">") expr`, `name "=" text` or `known(name)`.
 *
 * @throws FormulaSyntaxError at the first character that does not fit
 */
export function parseCondition(text: string): Condition {
  const reader = new Reader(text)
  const comparisons = [readComparison(reader)]
  while (reader.takeWord('and')) comparisons.push(readComparison(reader))
  reader.end()
  return comparisons
}

function readExpression(reader: Reader, depth: number): Expr {
  if (depth > DEEPEST) reader.fail(`括号嵌套超过 ${DEEPEST} 层`)
  let left = readProduct(reader, depth)
  for (let operator = reader.takeSign('+', '-'); operator; operator = reader.takeSign('+', '-'))
    left = { kind: 'operation', operator, left, right: readProduct(reader, depth) }
  return left
}

function readProduct(reader: Reader, depth: number): Expr {
  let left = readAtom(reader, depth)
  for (let operator = reader.takeSign('*', '/'); operator; operator = reader.takeSign('*', '/'))
    left = { kind: 'operation', operator, left, right: readAtom(reader, depth) }
  return left
}

function readAtom(reader: Reader, depth: number): Expr {
  if (reader.takeSign('(')) {
    const inner = readExpression(reader, depth + 1)
    reader.expect(')')
    return inner
  }
  const number = reader.takeNumber()
  if (number !== null) return { kind: 'number', text: number }
  const name = reader.takeName()
  if (name === null) return reader.fail('应为数、名称或左括号')
  if (name === 'sum' && reader.takeSign('(')) return readSum(reader)
  if ((name === 'min' || name === 'max') && reader.takeSign('(')) {
    const items = [readExpression(reader, depth + 1)]
    while (reader.takeSign(',')) items.push(readExpression(reader, depth + 1))
    reader.expect(')')
    return { kind: 'extreme', which: name, items }
  }
  return { kind: 'name', name }
}

function readSum(reader: Reader): Expr {
  const table = reader.needName('表名')
  reader.expect('.')
  const column = reader.needName('列名')
  let where: Where | null = null
  if (reader.takeWord('where')) {
    const name = reader.needName('列名')
    const operator = reader.takeSign('!=', '=') ?? reader.fail('应为 = 或 !=')
    where = { name, operator, text: reader.takeText() ?? reader.fail('应为加单引号的文字') }
  }
  reader.expect(')')
  return { kind: 'sum', table, column, where }
}

const COMPARATORS = ['<=', '>=', '<', '>', '='] as const satisfies readonly Comparator[]

function readComparison(reader: Reader): Comparison {
  if (reader.takeWord('known')) {
    reader.expect('(')
    const name = reader.needName('名称')
    reader.expect(')')
    return { kind: 'known', name }
  }
  const left = readExpression(reader, 0)
  const operator = reader.takeSign(...COMPARATORS) ?? reader.fail('应为 <、<=、=、>= 或 >')
  const text = operator === '=' && left.kind === 'name' ? reader.takeText() : null
  if (text !== null && left.kind === 'name') return { kind: 'isText', name: left.name, text }
  return { kind: 'compare', operator, left, right: readExpression(reader, 0) }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    if (text.length > LONGEST) this.fail(`公式长度超过 ${LONGEST} 个字符`)
  }

  fail(message: string): never {
    throw new FormulaSyntaxError(message, this.#at)
  }

  end(): void {
    this.#skipBlanks()
    if (this.#at < this.#text.length) this.fail(`多出“${this.#text.slice(this.#at, this.#at + 12)}”`)
  }

  takeSign<Sign extends string>(...signs: readonly Sign[]): Sign | null {
    this.#skipBlanks()
    const sign = signs.find(s => this.#text.startsWith(s, this.#at))
    if (sign === undefined) return null
    this.#at += sign.length
    return sign
  }

  expect(sign: string): void {
    if (!this.takeSign(sign)) this.fail(`应为“${sign}”`)
  }

  takeWord(word: string): boolean {
    const start = this.#at
    if (this.takeName() === word) return true
    this.#at = start
    return false
  }

  takeName(): string | null {
    return this.#take(/[A-Za-z][A-Za-z0-9]*/y)
  }

  needName(what: string): string {
    return this.takeName() ?? this.fail(`应为${what}`)
  }

  takeNumber(): string | null {
    return this.#take(/(?:0|[1-9]\d*)(?:\.\d+)?(?![\d.A-Za-z])/y)
  }

  takeText(): string | null {
    return this.#take(/'[^']*'/y)?.slice(1, -1) ?? null
  }

  #take(pattern: RegExp): string | null {
    this.#skipBlanks()
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found === undefined) return null
    this.#at += found.length
    return found
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ') this.#at++
  }
}
