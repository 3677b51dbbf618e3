import { type RefObject, useEffect, useMemo, useState } from 'react'
import { create } from 'zustand'
import type { Input, OperationName, Outputs, Reply } from '#core/contract/operations.ts'
import {
  type ListView,
  STAGES,
  type StateView,
  type Summary,
  type Todo,
  TYPED_ON,
  type Typing,
} from '#core/contract/views.ts'
import { call } from './client.ts'
import type { Exporting } from './exporting.ts'

const SCREENS = [
  'welcome',
  'overview',
  'institutions',
  'sheet',
  'standard',
  'programme',
  'settings',
  'help',
  ...STAGES,
  'report',
  'field',
] as const
export type Screen = (typeof SCREENS)[number]

type Answered = { readonly reply: Reply; readonly revision: number }

type Store = {
  readonly screen: Screen
  readonly year: string | null
  /** The visit that the window used on site shows; `null`: the newest. */
  readonly visit: string | null
  readonly enterField: (year: string, visit: string) => void
  readonly derivation: readonly string[]
  readonly revision: number
  readonly busy: boolean
  readonly lost: boolean
  readonly notice: string | null
  readonly palette: boolean
  readonly folded: boolean
  /** The workbook this window shows. */
  readonly workbook: string | null
  /** The field that gets the focus as soon as it is there; `first`: the first of the screen. */
  readonly target: string | null
  /** What was being typed when the program ended; its field takes it up. */
  readonly restored: Typing | null
  /** The last export and how far it is. */
  readonly exporting: Exporting | null
  readonly exported: (exporting: Exporting | null) => void
  readonly answers: Readonly<Record<string, Answered>>
  readonly go: (screen: Screen, year?: string | null, target?: string | null) => void
  readonly arrived: () => void
  readonly opened: (state: StateView) => void
  readonly explain: (cell: string | null) => void
  readonly back: () => void
  readonly reached: (revision: number | null) => void
  readonly reopening: () => void
  readonly saving: (busy: boolean) => void
  readonly tell: (notice: string | null) => void
  readonly toggle: (what: 'palette' | 'folded') => void
  readonly answered: (key: string, reply: Reply) => void
  readonly forget: () => void
  readonly list: readonly Summary[] | null
  /** The revision that the list shows. */
  readonly listedAt: number
  readonly listed: (reply: ListView, revision: number) => void
}

/** What the screens share: where we are, what was answered, which panel is open. Nothing else caches. */
export const useStore = create<Store>(set => ({
  screen: 'welcome',
  year: null,
  visit: null,
  enterField: (year, visit) => set({ screen: 'field', year, visit, target: null, derivation: [], palette: false }),
  derivation: [],
  revision: 0,
  busy: false,
  lost: false,
  notice: null,
  palette: false,
  folded: false,
  workbook: null,
  target: null,
  restored: null,
  exporting: null,
  exported: exporting => set({ exporting }),
  answers: {},
  arrived: () => set({ target: null, restored: null }),
  opened: ({ workbook }) =>
    set(s => {
      if (!workbook) return { workbook: null, screen: 'welcome', year: null }
      if (workbook.id === s.workbook) return {}
      const { typing } = workbook
      if (typing)
        return {
          workbook: workbook.id,
          screen: typing.stage,
          year: typing.year,
          visit: /^(?:answer|memo) (\S+) /.exec(typing.field)?.[1] ?? null,
          target: typing.field,
          restored: typing,
        }
      const place = s.workbook === null ? placeInAddress(workbook.id) : null
      return { workbook: workbook.id, screen: 'institutions', year: null, ...place }
    }),
  go: (screen, year, target = null) =>
    set(s => ({
      target,
      restored: null,
      visit: null,
      screen,
      year: year === undefined ? s.year : year,
      notice: null,
      palette: false,
      // a number of a programme is no number of an institution
      derivation:
        (year === undefined || year === s.year) && (screen === 'programme') === (s.screen === 'programme')
          ? s.derivation
          : [],
    })),
  explain: cell =>
    set(s => ({
      derivation: cell === null ? [] : s.derivation.at(-1) === cell ? s.derivation : [...s.derivation, cell],
    })),
  back: () => set(s => ({ derivation: s.derivation.slice(0, -1) })),
  reached: revision =>
    set(s => (revision === null ? { lost: false } : { lost: false, revision: Math.max(s.revision, revision) })),
  reopening: () => set({ lost: true }),
  saving: busy => set(busy ? { busy, notice: null } : { busy }),
  tell: notice => set({ notice }),
  toggle: what => set(s => ({ [what]: !s[what] })),
  answered: (key, reply) => set(s => ({ answers: { ...s.answers, [key]: { reply, revision: s.revision } } })),
  forget: () => set({ answers: {}, derivation: [], revision: 0, list: null, listedAt: -1 }),
  list: null,
  listedAt: -1,
  listed: ({ all, rows }, listedAt) =>
    set(s => {
      if (all || !s.list) return { list: rows, listedAt }
      if (rows.length === 0) return { listedAt }
      const fresh = new Map(rows.map(row => [row.year, row]))
      return { list: s.list.map(row => fresh.get(row.year) ?? row), listedAt }
    }),
}))

/** The answer to a query, kept by name and input and asked again whenever the workbook has moved on. */
export function useQuery<N extends OperationName>(name: N, input: Input<N>, wanted = true): Outputs[N] | null {
  const key = JSON.stringify([name, input])
  const revision = useStore(s => s.revision)
  const found = useStore(s => s.answers[key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for name and input, the revision asks again
  useEffect(() => {
    let current = true
    if (wanted)
      call(name, input).then(reply => {
        if (current) useStore.getState().answered(key, reply)
      })
    return () => {
      current = false
    }
  }, [key, revision, wanted])
  return found?.reply.ok ? (found.reply.value as Outputs[N]) : null
}

/** Asks again at once, after something that moves no revision (opening, closing). */
export async function refresh(): Promise<void> {
  useStore.getState().forget()
  await lookAgain()
}

/** What is open now: another window may have changed it, or opened something else. */
export async function lookAgain(): Promise<void> {
  const reply = await call('app.state', {})
  if (!reply.ok) return
  const { workbook, forget, answered, opened } = useStore.getState()
  if (workbook !== (reply.value.workbook?.id ?? null)) forget()
  answered(JSON.stringify(['app.state', {}]), reply)
  opened(reply.value)
}

/** The place in the address, so that a reload comes back to it. */
function placeInAddress(workbook: string): { screen: Screen; year: string | null; visit: string | null } | null {
  const [, id, screen, year, visit] = /^#\/(\w+)\/(\w+)(?:\/([\w-]+))?(?:\/([\w-]+))?$/.exec(window.location.hash) ?? []
  const known = SCREENS.find(name => name === screen)
  return id === workbook && known ? { screen: known, year: year ?? null, visit: visit ?? null } : null
}

/** Goes where a person has written the address to be. */
export function followAddress(): void {
  const { workbook, screen, year } = useStore.getState()
  const place = workbook === null ? null : placeInAddress(workbook)
  if (place && (place.screen !== screen || place.year !== year)) useStore.setState({ ...place, derivation: [] })
}

/** Writes the place into the address whenever it changes. */
export function keepAddress(): () => void {
  return useStore.subscribe(({ workbook, screen, year, visit }, before) => {
    if (workbook === null && before.workbook === null) return
    const parts = [workbook, screen, year, screen === 'field' ? visit : null].filter(part => part)
    const place = workbook === null || screen === 'welcome' ? '' : `#/${parts.join('/')}`
    if (place !== window.location.hash) window.history.replaceState(null, '', `/${place}`)
  })
}

const TYPING_PAUSE = 120
let typingTimer: ReturnType<typeof setTimeout> | undefined
let typingKept = false

/** Keeps the text of a field that is being typed, in case the program ends before it is committed. */
export function keepTyping(field: string, typed: string): void {
  clearTimeout(typingTimer)
  typingTimer = setTimeout(() => {
    const { year, screen } = useStore.getState()
    const stage = TYPED_ON.find(name => name === screen)
    if (year === null || stage === undefined) return
    typingKept = true
    void call('typing.keep', { typing: { year, stage, field, typed } })
  }, TYPING_PAUSE)
}

/** What was being typed in a field when the program ended, said to the person; `null` for every other field. */
export function restoredIn(field: string): string | null {
  const { restored } = useStore.getState()
  if (restored?.field !== field) return null
  typingKept = true
  tellRestored(restored.typed, false)
  return restored.typed
}

/** Says of a text that was restored whether it counts: it does as soon as a person confirms or goes on with it. */
export function tellRestored(typed: string, left: boolean): void {
  const { tell } = useStore.getState()
  tell(left ? `没打完的“${typed}”没有存入，原来的值没有变。` : `上次没打完的“${typed}”还在这一格：回车存入，Esc 不要。`)
}

/** The text has been committed or given up. */
export function forgetTyping(): void {
  clearTimeout(typingTimer)
  if (typingKept) void call('typing.keep', { typing: null })
  typingKept = false
}

/** Gives an input the focus when it is the field a person was sent to; returns what was being typed in it, once. */
export function useTarget(field: string, input: RefObject<HTMLElement | null>, take?: (typed: string) => void): void {
  const wanted = useStore(s => s.target === field)
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving happens once per target
  useEffect(() => {
    if (!wanted) return
    input.current?.focus()
    input.current?.scrollIntoView({ block: 'nearest' })
    const typed = restoredIn(field)
    if (typed !== null) take?.(typed)
    useStore.getState().arrived()
  }, [wanted])
}

let listedTo = 0
/** Enough for any screen; the others follow at once. */
const FIRST_ROWS = 200

/** Keeps the list of institutions: after an edit only the rows that changed travel. Called once, by the frame. */
export function useKeptList(workbook: string | null): void {
  const open = workbook !== null
  const revision = useStore(s => s.revision)
  const [known, setKnown] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision asks again
  useEffect(() => {
    if (!open) {
      setKnown(false)
      return
    }
    let current = true
    const ask = async () => {
      if (!known) {
        const first = await call('institution.list', { since: 0, first: FIRST_ROWS })
        if (current && first.ok && first.value.rows.length === FIRST_ROWS) useStore.getState().listed(first.value, -1)
      }
      const reply = await call('institution.list', { since: known ? listedTo : 0 })
      if (!current || !reply.ok) return
      listedTo = reply.revision
      useStore.getState().listed(reply.value, reply.revision)
      setKnown(true)
    }
    ask()
    return () => {
      current = false
    }
  }, [open, workbook, revision, known])
}

/** Every institution with its grades, in the order of the workbook; `null` until it is known. */
export function useList(): readonly Summary[] | null {
  return useStore(s => s.list)
}

/** Whether what is shown can be changed: not in a file that cannot be written, nor in an audit that is final. */
export function isReadOnly({ answers, list, year, screen }: Store): boolean {
  const state = answers[JSON.stringify(['app.state', {}])]?.reply
  const workbook = state?.ok ? (state.value as StateView).workbook : null
  if (workbook?.readOnly) return true
  const ofOne = screen === 'field' || screen === 'report' || STAGES.some(stage => stage === screen)
  return ofOne && list?.find(row => row.year === year)?.final === true
}

/** What is left to do, in the order of institutions. */
export function useTodos(): readonly Todo[] {
  const list = useList()
  return useMemo(() => (list ?? []).flatMap(row => row.todos), [list])
}
