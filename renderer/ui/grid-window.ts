import { type RefObject, useEffect, useState } from 'react'

/** Rows and columns of the grid in sight, with some to spare; all of them when there are few. */
export type Window = { readonly r0: number; readonly r1: number; readonly c0: number; readonly c1: number }

const SPARE_ROWS = 6
const SPARE_COLUMNS = 2
const FEW = 40
export const COLUMN_WIDTH = 112
const ROW_HEIGHT = 30

/** What of a long grid is drawn: it follows the scroll position of its box. */
export function useWindow(box: RefObject<HTMLDivElement | null>, rows: number, columns: number): Window {
  const [seen, setSeen] = useState({ top: 0, left: 0, height: 600, width: 1200, row: ROW_HEIGHT })
  useEffect(() => {
    const element = box.current
    if (!element || (rows <= FEW && columns <= FEW)) return
    const look = () => {
      const row = element.querySelector<HTMLElement>('tbody tr:not(.spacer)')?.offsetHeight ?? ROW_HEIGHT
      const { scrollTop: top, scrollLeft: left, clientHeight: height, clientWidth: width } = element
      setSeen(before => {
        const same = Math.abs(before.top - top) < row && Math.abs(before.left - left) < COLUMN_WIDTH
        return same && before.height === height && before.width === width && before.row === row
          ? before
          : { top, left, height, width, row }
      })
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, rows, columns])
  const span = (few: boolean, from: number, size: number, seenSize: number, spare: number, count: number) => {
    if (few) return [0, count - 1] as const
    const first = Math.max(0, Math.floor(from / size) - spare)
    return [first, Math.min(count - 1, first + Math.ceil(seenSize / size) + 2 * spare)] as const
  }
  const [r0, r1] = span(rows <= FEW, seen.top, seen.row, seen.height, SPARE_ROWS, rows)
  const [c0, c1] = span(columns <= FEW / 2, seen.left, COLUMN_WIDTH, seen.width, SPARE_COLUMNS, columns)
  return { r0, r1, c0, c1 }
}

/** The indices drawn: those in sight and the active one, which keeps the focus wherever the box is scrolled to. */
export function drawn(first: number, last: number, active: number): readonly number[] {
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  if (active < first) return [active, ...all]
  return active > last ? [...all, active] : all
}
