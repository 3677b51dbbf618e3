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
  /** Where each block begins among the positions, in the order of the blocks. */
  readonly #offsets: number[] = []
  readonly #blocks: { readonly block: Block; readonly places: Float64Array; readonly offset: number }[] = []
  readonly #ofBlock = new Map<Block, number>()

  constructor(ranges: readonly CertificateRange[]) {
    const named = new Map<Block, number[]>()
    const placesOf = (block: Block) => {
      const known = named.get(block)
      if (known) return known
      const places: number[] = []
      named.set(block, places)
      return places
    }
    for (const { block, place, endBlock, endPlace } of ranges) {
      const places = placesOf(block)
      places.push(place)
      if (endBlock === block) places.push(endPlace)
      else placesOf(endBlock).push(endPlace)
    }
    let offset = 0
    for (const block of [...named.keys()].sort(compareBlocks)) {
      const places = withoutRepeats(new Float64Array(named.get(block) ?? []).sort())
      this.#ofBlock.set(block, this.#blocks.length)
      this.#blocks.push({ block, places, offset })
      this.#offsets.push(offset)
      offset += places.length
    }
    this.count = offset
  }

  /** The first position of a range. */
  start({ block, place }: CertificateRange): number {
    return this.#at(block, place)
  }

  /** The position after the last one of a range. */
  end({ endBlock, endPlace }: CertificateRange): number {
    return this.#at(endBlock, endPlace)
  }

  /** How many certificates lie in the positions from `from` up to but not including `to`, of one series. */
  width(from: number, to: number): bigint {
    const [start, end] = [this.#point(from), this.#point(to)]
    return start && end ? distance(start, end) : 0n
  }

  /** The number, written out, of the first certificate of a position. */
  number(position: number): string {
    const point = this.#point(position)
    return point ? certificateNumber(point) : ''
  }

  /** The number, written out, of the last certificate before a position. */
  numberBefore(position: number): string {
    const point = this.#point(position)
    return point ? numberBefore(point) : ''
  }

  #point(position: number): CertificatePoint | null {
    const found = this.#blocks[indexAtOrBefore(this.#offsets, position)]
    const place = found?.places[position - found.offset]
    return found && place !== undefined ? { block: found.block, place } : null
  }

  #at(block: Block, place: number): number {
    const found = this.#blocks[this.#ofBlock.get(block) ?? -1]
    return found ? found.offset + indexAtOrBefore(found.places, place) : 0
  }
}

/** Where the last of the sorted values lies that is not greater than `wanted`. */
function indexAtOrBefore(sorted: ArrayLike<number>, wanted: number): number {
  let low = 0
  for (let high = sorted.length; high - low > 1; ) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? wanted) <= wanted) low = middle
    else high = middle
  }
  return low
}

/** The sorted values, each once. */
function withoutRepeats(sorted: Float64Array): Float64Array {
  let once = 0
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0
    if (once > 0 && value === sorted[once - 1]) continue
    sorted[once] = value
    once += 1
  }
  return sorted.subarray(0, once)
}
