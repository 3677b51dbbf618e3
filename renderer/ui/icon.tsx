/** One small line set, 16 px, stroke 1.4. */
const PATHS = {
  overview: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  book: 'M3 3.2c2-.8 3.6-.6 5 .6 1.400-1.200 3-1.400 5-.6v9.400c-2-.8-3.600-.6-5 .6-1.400-1.200-3-1.400-5-.6zM8 3.800v9.400',
  building: 'M3.500 13.500v-11h6v11M9.500 6h3v7.500M2 13.500h12M5.500 5h2M5.500 7.500h2M5.500 10h2',
  people:
    'M6 7.500a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600M2 13.200c0-2.400 1.800-3.800 4-3.800s4 1.400 4 3.800M10.500 7.300a2 2 0 1 0-.6-3.900M11.500 9.500c1.500.4 2.500 1.700 2.500 3.500',
  energy: 'M9 1.800 3.500 9h4L7 14.200 12.500 7h-4z',
  gauge: 'M2.500 11.500a5.800 5.800 0 1 1 11 0M8 10.500l3-4',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10M10.800 10.800 14 14',
  undo: 'M6 3.500 2.500 7 6 10.500M3 7h6.500a4 4 0 0 1 0 8H7',
  redo: 'M10 3.500 13.500 7 10 10.500M13 7H6.500a4 4 0 0 0 0 8H9',
  check: 'M3 8.500 6.500 12 13 4.500',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M10 3 5 8l5 5',
  trash: 'M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.6 9h5.800l.6-9',
  alert: 'M8 2 14.500 13.500h-13zM8 6.500v3.500M8 11.800h.01',
  home: 'M2.500 7.500 8 3l5.500 4.500M4 6.800v6.700h8V6.800',
} as const

export function Icon({ name, small }: { readonly name: keyof typeof PATHS; readonly small?: boolean }) {
  return (
    <svg className={small ? 'i s' : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
