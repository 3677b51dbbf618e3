import { compare, type Decimal } from '#core/quantity/decimal.ts'

/** A body as ranking sees it: `score` is `null` while it is undetermined. */
export type Contender = {
  readonly code: string
  readonly group: string
  readonly score: Decimal | null
  /** Whether it may be on the list of the best. */
  readonly eligible: 'yes' | 'no' | 'undetermined'
}

export type RankingRules = {
  /** The groups in the order of the programme; each is ranked by itself. */
  readonly groups: readonly string[]
  readonly top: number
  readonly bottom: number
}

export type Ranked = { readonly code: string; readonly rank: number; readonly tied: boolean }
export type Listed = { readonly code: string; readonly rank: number; readonly eligible: Contender['eligible'] }

/** The order of one group. */
export type GroupRanking = {
  readonly group: string
  readonly ranked: readonly Ranked[]
  /** The highest of those that may be listed; who ties with the last of them is listed too. */
  readonly top: readonly Listed[]
  /** The lowest of all, the lowest first; who ties with the last of them is listed too. */
  readonly bottom: readonly Listed[]
  readonly excluded: readonly string[]
  readonly undetermined: readonly string[]
}

/**
 * Ranks the bodies of each group by their settled scores, highest first. Equal scores share a rank and the next rank counts
 * them (standard competition ranking: 1, 1, 3); among equals the order is that of their codes, so the order of input is
 * irrelevant. A body that may not be listed among the best keeps its rank and may be among the lowest; an undetermined one
 * has no rank.
 */
export function rankBodies(
  contenders: readonly Contender[],
  { groups, top, bottom }: RankingRules,
): readonly GroupRanking[] {
  return groups.map(group => {
    const own = contenders.filter(c => c.group === group)
    const scored = own.flatMap(({ score, ...rest }): Scored[] => (score === null ? [] : [{ ...rest, score }]))
    const best = scored.toSorted((a, b) => compare(b.score, a.score) || byCode(a, b))
    const worst = scored.toSorted((a, b) => compare(a.score, b.score) || byCode(a, b))
    return {
      group,
      ranked: competitionRanks(best).map(({ of, rank }) => ({
        code: of.code,
        rank,
        tied: scored.some(other => other.code !== of.code && compare(other.score, of.score) === 0),
      })),
      top: listed(
        best.filter(c => c.eligible !== 'no'),
        top,
      ),
      bottom: listed(worst, bottom),
      excluded: codes(own.filter(c => c.eligible === 'no')),
      undetermined: codes(own.filter(c => c.score === null)),
    }
  })
}

type Scored = Omit<Contender, 'score'> & { readonly score: Decimal }

/** The rank that a score would have among others: one more than there are higher ones. */
export function rankAmong(score: Decimal, others: readonly Decimal[]): number {
  return 1 + others.filter(other => compare(other, score) > 0).length
}

function competitionRanks(sorted: readonly Scored[]): readonly { of: Scored; rank: number }[] {
  let rank = 0
  return sorted.map((of, i) => {
    const before = sorted[i - 1]
    if (!before || compare(before.score, of.score) !== 0) rank = i + 1
    return { of, rank }
  })
}

function listed(sorted: readonly Scored[], count: number): readonly Listed[] {
  return competitionRanks(sorted)
    .filter(({ rank }) => rank <= count)
    .map(({ of, rank }) => ({ code: of.code, rank, eligible: of.eligible }))
}

function codes(of: readonly Contender[]): readonly string[] {
  return of.toSorted(byCode).map(c => c.code)
}

function byCode(a: { readonly code: string }, b: { readonly code: string }): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0
}
