/** What a cell holds; `draft` is text that could not be read, with its sentence; `locked` is kept in more detail elsewhere. */
export type GridCell = {
  readonly state: 'value' | 'notReported' | 'notApplicable' | 'draft' | 'locked'
  readonly text: string
  readonly message?: string | undefined
}
export type Place = { readonly r: number; readonly c: number }
export type Range = { readonly r0: number; readonly r1: number; readonly c0: number; readonly c1: number }

/** The text of a cell as it is copied, filled and edited: exact and ungrouped. */
export function copiedText(cell: GridCell): string {
  if (cell.state === 'notReported') return ''
  return cell.state === 'notApplicable' ? '—' : cell.text
}

export function rangeOf(a: Place, b: Place): Range {
  return { r0: Math.min(a.r, b.r), r1: Math.max(a.r, b.r), c0: Math.min(a.c, b.c), c1: Math.max(a.c, b.c) }
}

export function placesIn({ r0, r1, c0, c1 }: Range): readonly Place[] {
  const all: Place[] = []
  for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) all.push({ r, c })
  return all
}

/** The next edge of a filled block in a direction, as Ctrl and an arrow go. */
export function edge(
  from: Place,
  step: Place,
  within: (place: Place) => Place,
  filled: (place: Place) => boolean,
): Place {
  let place = from
  let next = within({ r: place.r + step.r, c: place.c + step.c })
  const inside = filled(next)
  while (next.r !== place.r || next.c !== place.c) {
    if (inside && !filled(next)) break
    place = next
    if (!inside && filled(place)) break
    next = within({ r: place.r + step.r, c: place.c + step.c })
  }
  return place
}
