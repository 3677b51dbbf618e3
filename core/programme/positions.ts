import {
  type Block,
  type CertificatePoint,
  type CertificateRange,
  certificateNumber,
  compareBlocks,
  distance,
  numberBefore,
} from './certificate-range.ts'

/**
 * All numbers that events name, as small positions: every certificate between two neighbouring ends behaves alike, so one
 * position stands for all of them.
 */
export class Positions {
  readonly count: number
  readonly #starts: CertificatePoint[] = []
  readonly #blocks = new Map<Block, { readonly places: Float64Array; readonly offset: number }>()

  constructor(ranges: readonly CertificateRange[]) {
    const places = new Map<Block, number[]>()
    for (const { from, to } of ranges)
      for (const { block, place } of [from, to]) {
        const known = places.get(block)
        if (known) known.push(place)
        else places.set(block, [place])
      }
    for (const block of [...places.keys()].sort(compareBlocks)) {
      const sorted = new Float64Array(places.get(block) ?? []).sort()
      const once = sorted.filter((place, i) => i === 0 || place !== sorted[i - 1])
      this.#blocks.set(block, { places: once, offset: this.#starts.length })
      for (const place of once) this.#starts.push({ block, place })
    }
    this.count = this.#starts.length
  }

  /** From the first position of a range up to the one after its last. */
  of({ from, to }: CertificateRange): [number, number] {
    return [this.#at(from), this.#at(to)]
  }

  /** How many certificates lie in the positions from `from` up to but not including `to`, of one series. */
  width(from: number, to: number): bigint {
    const [start, end] = [this.#starts[from], this.#starts[to]]
    return start && end ? distance(start, end) : 0n
  }

  /** The number, written out, of the first certificate of a position. */
  number(position: number): string {
    const point = this.#starts[position]
    return point ? certificateNumber(point) : ''
  }

  /** The number, written out, of the last certificate before a position. */
  numberBefore(position: number): string {
    const point = this.#starts[position]
    return point ? numberBefore(point) : ''
  }

  #at({ block, place }: CertificatePoint): number {
    const known = this.#blocks.get(block)
    if (!known) return 0
    let low = 0
    for (let high = known.places.length; low < high; ) {
      const middle = (low + high) >>> 1
      if ((known.places[middle] ?? place) < place) low = middle + 1
      else high = middle
    }
    return known.offset + low
  }
}
