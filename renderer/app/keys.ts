import { useEffect } from 'react'
import { run } from '../client.ts'
import { type Screen, useStore } from '../state.ts'
import { closeDerivation } from '../ui/derivation-panel.tsx'

const STAGES: readonly Screen[] = ['institution', 'people', 'energy', 'evaluation']

/** Undo or redo by name: the place it happened is shown afterwards. */
export async function takeStep(name: 'history.undo' | 'history.redo'): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  await new Promise(done => setTimeout(done, 0))
  const step = await run(name, {})
  if (step) useStore.getState().tell(`${name === 'history.undo' ? '已撤销' : '已重做'}：${step.label}`)
}

/** What is half typed is committed before its screen goes: a field that is taken away is never left. */
function leaveFor(going: () => void): void {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
  going()
}

/** The institution before or after this one, on the same screen. */
function neighbour(offset: number): void {
  const { list: known, year, screen, go } = useStore.getState()
  const list = known ?? []
  const at = list.findIndex(row => row.year === year)
  const next = list[at + offset]
  if (at >= 0 && next && STAGES.includes(screen)) go(screen, next.year)
}

/** The keys that work everywhere. */
export function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return
      const { toggle, go, year, back, palette, derivation, screen } = useStore.getState()
      if (screen === 'welcome') return
      const control = event.ctrlKey || event.metaKey
      const does = (work: () => void) => {
        event.preventDefault()
        work()
      }
      if (control && event.key.toLowerCase() === 'k') return does(() => toggle('palette'))
      if (control && !event.shiftKey && event.key.toLowerCase() === 'z')
        return does(() => void takeStep('history.undo'))
      if (control && (event.key.toLowerCase() === 'y' || (event.shiftKey && event.key.toLowerCase() === 'z')))
        return does(() => void takeStep('history.redo'))
      if (control && event.key.toLowerCase() === 'b') return does(() => toggle('folded'))
      if (control && event.key.toLowerCase() === 's') return event.preventDefault()
      if (control && year !== null && /^[1-4]$/.test(event.key)) {
        const stage = STAGES[Number(event.key) - 1]
        return does(() => stage && leaveFor(() => go(stage)))
      }
      if (event.altKey && event.key === 'ArrowUp') return does(() => leaveFor(() => neighbour(-1)))
      if (event.altKey && event.key === 'ArrowDown') return does(() => leaveFor(() => neighbour(1)))
      if (event.altKey && event.key === 'ArrowLeft' && derivation.length > 1) return does(back)
      if (event.key === 'Escape') {
        if (palette) return does(() => toggle('palette'))
        if (derivation.length > 0) return does(closeDerivation)
      }
      if (event.key === 'F1') return does(() => leaveFor(() => go('settings')))
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
