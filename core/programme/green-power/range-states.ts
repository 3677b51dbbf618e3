/** The positions of a range differ in their state. */
const MIXED = -1

/**
 * A state, a small number, for every position of a row; at first all 0. Whole ranges are read and set in logarithmic time (a
 * segment tree that hands a uniform state down only when a part of it changes), so that neither 200,000 single certificates nor
 * thousands of transfers of them all are slow.
 */
export class RangeStates {
  readonly #leaves: number
  readonly #states: Int32Array

  constructor(positions: number) {
    let leaves = 1
    while (leaves < positions) leaves *= 2
    this.#leaves = leaves
    this.#states = new Int32Array(2 * leaves)
  }

  /** Sets all positions from `from` up to but not including `to`. */
  set(from: number, to: number, state: number): void {
    if (to === from + 1) this.#setOne(from, state)
    else this.#set(1, 0, this.#leaves, from, to, state)
  }

  /** Goes from left to right through the parts of a range that are each of one state, until `visit` answers false. */
  visit(from: number, to: number, visit: (from: number, to: number, state: number) => boolean): boolean {
    return this.#visit(1, 0, this.#leaves, from, to, visit)
  }

  /** The state of one position. */
  at(position: number): number {
    let state = this.#states[1] ?? 0
    for (let node = 1, start = 0, size = this.#leaves; state === MIXED; state = this.#states[node] ?? 0) {
      size /= 2
      node *= 2
      if (position >= start + size) {
        node += 1
        start += size
      }
    }
    return state
  }

  /** The first position from `from` up to but not including `to` that is not in a state, −1 if all are. */
  firstOther(from: number, to: number, state: number): number {
    if (to === from + 1) return this.at(from) === state ? -1 : from
    return this.#firstOther(1, 0, this.#leaves, from, to, state)
  }

  #firstOther(node: number, start: number, end: number, from: number, to: number, wanted: number): number {
    if (to <= start || end <= from) return -1
    const state = this.#states[node] ?? 0
    if (state === wanted) return -1
    if (state !== MIXED) return start < from ? from : start
    const middle = (start + end) / 2
    const left = this.#firstOther(2 * node, start, middle, from, to, wanted)
    return left >= 0 ? left : this.#firstOther(2 * node + 1, middle, end, from, to, wanted)
  }

  /** What `#set` does for one position, without calls: most ranges are single certificates. */
  #setOne(position: number, state: number): void {
    let node = 1
    for (let start = 0, size = this.#leaves; size > 1; ) {
      const current = this.#states[node] ?? 0
      if (current === state) return
      size /= 2
      node *= 2
      if (current !== MIXED) {
        this.#states[node / 2] = MIXED
        this.#states[node] = current
        this.#states[node + 1] = current
      }
      if (position >= start + size) {
        node += 1
        start += size
      }
    }
    this.#states[node] = state
    for (node >>= 1; node > 0; node >>= 1) {
      const left = this.#states[2 * node] ?? 0
      if (left === MIXED || left !== this.#states[2 * node + 1]) return
      this.#states[node] = left
    }
  }

  #set(node: number, start: number, end: number, from: number, to: number, state: number): void {
    if (to <= start || end <= from) return
    const current = this.#states[node] ?? 0
    if (current === state) return
    if (from <= start && end <= to) {
      this.#states[node] = state
      return
    }
    const [left, right] = [2 * node, 2 * node + 1]
    const middle = (start + end) / 2
    if (current !== MIXED) {
      this.#states[left] = current
      this.#states[right] = current
    }
    this.#set(left, start, middle, from, to, state)
    this.#set(right, middle, end, from, to, state)
    const one = this.#states[left] ?? 0
    this.#states[node] = one === this.#states[right] ? one : MIXED
  }

  #visit(
    node: number,
    start: number,
    end: number,
    from: number,
    to: number,
    visit: (from: number, to: number, state: number) => boolean,
  ): boolean {
    if (to <= start || end <= from) return true
    const state = this.#states[node] ?? 0
    if (state !== MIXED) return visit(start < from ? from : start, end < to ? end : to, state)
    const middle = (start + end) / 2
    return (
      this.#visit(2 * node, start, middle, from, to, visit) && this.#visit(2 * node + 1, middle, end, from, to, visit)
    )
  }
}
