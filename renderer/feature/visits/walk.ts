import type { ChecklistView, ItemView, VisitRecord } from '#core/contract/audit.ts'

/** Which items are walked through: seen on site, answered at the desk, or another region's to look at. */
export const WALKS = ['onSite', 'atDesk', 'reference'] as const
export type Walk = (typeof WALKS)[number]

/** The items of one walk in the order of the checklist. */
export function itemsOf({ items }: ChecklistView, walk: Walk): readonly ItemView[] {
  if (walk === 'reference') return items.filter(item => item.applies === 'reference')
  return items.filter(item => item.applies === 'applies' && item.onSite === (walk === 'onSite'))
}

/** What a search finds among everything that is asked here or may be looked at. */
export function found(checklist: ChecklistView, typed: string): readonly ItemView[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return []
  return checklist.items.filter(
    item =>
      item.applies !== 'otherClass' &&
      [item.id, item.text, item.evidence, ...item.cites].some(text => text.toLowerCase().includes(wanted)),
  )
}

/** The item answered last, where a person goes on after a restart; `null` while this window remembers better. */
export function lastAnswered({ visit, answers }: VisitRecord): string | null {
  if (localStorage.getItem(`visit ${visit.id}`) !== null) return null
  return [...answers].sort((a, b) => (a.id < b.id ? -1 : 1)).at(-1)?.item ?? null
}

/** Where a person stands. */
export type Place = { readonly walk: Walk; readonly item: string | null }

/** Where a visit is entered: at the item wanted, else where this visit was left, else at the first. */
export function placeOf(checklist: ChecklistView, visit: string, wanted: string | null): Place {
  const item = checklist.items.find(({ id }) => id === wanted)
  if (item) {
    if (item.applies === 'reference') return { walk: 'reference', item: item.id }
    return { walk: item.onSite ? 'onSite' : 'atDesk', item: item.id }
  }
  const kept: Partial<Place> = JSON.parse(localStorage.getItem(`visit ${visit}`) ?? '{}')
  const walk = WALKS.find(name => name === kept.walk) ?? 'onSite'
  return { walk, item: itemsOf(checklist, walk).find(({ id }) => id === kept.item)?.id ?? null }
}
