import { useEffect } from 'react'
import { STAGES } from '#core/contract/views.ts'
import { run } from '../client.ts'
import { type Screen, useStore } from '../state.ts'
import { closeDerivation } from '../ui/derivation-panel.tsx'

/** The screens of an institution, by Ctrl and their number. */
const OF_INSTITUTION: readonly Screen[] = [...STAGES, 'report']

/** Undo or redo by name: goes where it shows, with the focus in its field. */
export async function takeStep(name: 'history.undo' | 'history.redo'): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  await new Promise(done => setTimeout(done, 0))
  const step = await run(name, {})
  if (!step) return
  const { screen, go, tell } = useStore.getState()
  if (screen === 'field' || step.year === null) {
    // whoever is on site stays at his question; what belongs to no institution shows where it was done
  } else if (screen === 'institutions') go('institutions', step.year)
  else go(step.place?.stage ?? 'institution', step.year, step.place?.field ?? null)
  tell(`${name === 'history.undo' ? '已撤销' : '已重做'}：${step.label}`)
}

/** The next field of this screen that something is left to do with; `offset` −1 goes back. */
function nextProblem(offset: number): void {
  const { list, year, screen, go } = useStore.getState()
  const open = (list ?? [])
    .find(row => row.year === year)
    ?.todos.filter(todo => todo.stage === screen && todo.field !== null)
  const fields = [...new Set(open?.map(todo => todo.field))]
  if (year === null || fields.length === 0 || !STAGES.some(stage => stage === screen)) return
  const here = document.activeElement?.getAttribute('data-field') ?? ''
  const at = fields.indexOf(here)
  const next = at < 0 ? (offset > 0 ? 0 : fields.length - 1) : (at + offset + fields.length) % fields.length
  go(screen, year, fields[next])
}

/** What is half typed is committed before its screen goes: a field that is taken away is never left. */
function leaveFor(going: () => void): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  going()
}

/** The institution before or after this one, on the same screen. */
function neighbour(offset: number): void {
  const { list: known, year, screen, go } = useStore.getState()
  const list = known ?? []
  const at = list.findIndex(row => row.year === year)
  const next = list[at + offset]
  if (at >= 0 && next && OF_INSTITUTION.includes(screen)) go(screen, next.year)
}

/** The keys that work everywhere. */
export function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return
      const { toggle, go, year, back, palette, derivation, screen } = useStore.getState()
      if (event.key === 'F1') {
        event.preventDefault()
        return leaveFor(() => go('help', undefined, screen))
      }
      if (screen === 'welcome') return
      const control = event.ctrlKey || event.metaKey
      if (screen === 'field' && !(control && /^[zy]$/i.test(event.key))) return
      const does = (work: () => void) => {
        event.preventDefault()
        work()
      }
      if (control && event.key.toLowerCase() === 'k') return does(() => toggle('palette'))
      if (control && !event.shiftKey && event.key.toLowerCase() === 'z')
        return does(() => void takeStep('history.undo'))
      if (control && (event.key.toLowerCase() === 'y' || (event.shiftKey && event.key.toLowerCase() === 'z')))
        return does(() => void takeStep('history.redo'))
      if (control && event.shiftKey && event.key.toLowerCase() === 'f' && year !== null)
        return does(() => leaveFor(() => go('field')))
      if (control && event.key.toLowerCase() === 'b') return does(() => toggle('folded'))
      if (control && event.key.toLowerCase() === 's') return event.preventDefault()
      if (control && year !== null && /^[1-8]$/.test(event.key)) {
        const stage = OF_INSTITUTION[Number(event.key) - 1]
        return does(() => stage && leaveFor(() => go(stage)))
      }
      if (event.altKey && event.key === 'ArrowUp') return does(() => leaveFor(() => neighbour(-1)))
      if (event.altKey && event.key === 'ArrowDown') return does(() => leaveFor(() => neighbour(1)))
      if (event.altKey && event.key === 'ArrowLeft' && derivation.length > 1) return does(back)
      if (event.key === 'Escape') {
        if (palette) return does(() => toggle('palette'))
        if (derivation.length > 0) return does(closeDerivation)
      }
      if (event.key === 'F8') return does(() => nextProblem(event.shiftKey ? -1 : 1))
      if (event.key === 'F6' && !palette) return does(nextRegion)
      if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
        const filter = document.querySelector<HTMLInputElement>('.find input')
        if (filter) does(() => filter.focus())
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function nextRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>('.side, .main, .dv')]
  const at = regions.findIndex(region => region.contains(document.activeElement))
  const region = regions[(at + 1) % regions.length]
  const target = region?.querySelector<HTMLElement>('button:enabled, input, a, [tabindex="0"]') ?? region
  target?.focus()
}
