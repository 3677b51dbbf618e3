import { useEffect, useRef } from 'react'
import { EnergyScreen } from '../feature/energy/energy-screen.tsx'
import { EvaluationScreen } from '../feature/evaluation/evaluation-screen.tsx'
import { InstitutionScreen } from '../feature/institution/institution-screen.tsx'
import { InstitutionsScreen } from '../feature/institutions/institutions-screen.tsx'
import { OverviewScreen } from '../feature/overview/overview-screen.tsx'
import { PeopleScreen } from '../feature/people/people-screen.tsx'
import { SettingsScreen } from '../feature/settings/settings-screen.tsx'
import { StandardScreen } from '../feature/standard/standard-screen.tsx'
import { WelcomeScreen } from '../feature/welcome/welcome-screen.tsx'
import { type Screen, useKeptList, useQuery, useStore } from '../state.ts'
import { DerivationPanel } from '../ui/derivation-panel.tsx'
import { Bar } from './bar.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { useKeys } from './keys.ts'
import { Palette } from './palette.tsx'
import { Side } from './side.tsx'
import { StatusBar } from './status-bar.tsx'

const OF_INSTITUTION: readonly Screen[] = ['institution', 'people', 'energy', 'evaluation']

export function App() {
  const state = useQuery('app.state', {})
  const { screen, year, go, folded, derivation } = useStore()
  useKeys()
  useKeptList(state?.workbook?.name ?? null)
  const workbook = state?.workbook ?? null
  useEffect(() => {
    if (state && !workbook && screen !== 'welcome') go('welcome', null)
    if (workbook && screen === 'welcome' && workbook.institutions >= 0) go('institutions')
  }, [state, workbook, screen, go])
  const main = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on another screen, whoever stood on what is gone stands before it
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus()
  }, [screen, year])
  if (!state) return null
  if (!workbook || screen === 'welcome') return <WelcomeScreen state={state} />
  const ofInstitution = OF_INSTITUTION.includes(screen)
  return (
    <div className={`app ${folded ? 'folded' : ''}`}>
      <Bar state={state} />
      <Side state={state} />
      <div className="stage">
        <main className="main" ref={main} aria-label="内容" tabIndex={-1}>
          <ErrorBoundary key={ofInstitution ? `${screen} ${year}` : screen}>
            {screen === 'overview' ? <OverviewScreen pack={state.pack} /> : null}
            {screen === 'institutions' ? <InstitutionsScreen pack={state.pack} /> : null}
            {screen === 'settings' ? <SettingsScreen state={state} /> : null}
            {screen === 'standard' ? <StandardScreen pack={state.pack} /> : null}
            {ofInstitution && year ? <OfInstitution screen={screen} year={year} /> : null}
          </ErrorBoundary>
        </main>
        {ofInstitution && year && derivation.length > 0 ? <DerivationPanel year={year} /> : null}
      </div>
      <StatusBar screen={screen} />
      <Palette />
    </div>
  )
}

function OfInstitution({ screen, year }: { readonly screen: Screen; readonly year: string }) {
  const state = useQuery('app.state', {})
  const detail = useQuery('institution.detail', { year })
  if (!detail || !state) return <div className="head" />
  switch (screen) {
    case 'institution':
      return <InstitutionScreen detail={detail} pack={state.pack} />
    case 'people':
      return <PeopleScreen detail={detail} />
    case 'energy':
      return <EnergyScreen detail={detail} />
    default:
      return <EvaluationScreen detail={detail} pack={state.pack} />
  }
}
