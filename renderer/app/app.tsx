import { useEffect, useRef } from 'react'
import { type PackView, STAGES } from '#core/contract/views.ts'
import { EnergyScreen } from '../feature/energy/energy-screen.tsx'
import { EquipmentScreen } from '../feature/equipment/equipment-screen.tsx'
import { EvaluationScreen } from '../feature/evaluation/evaluation-screen.tsx'
import { FindingsScreen } from '../feature/findings/findings-screen.tsx'
import { HelpScreen } from '../feature/help/help-screen.tsx'
import { InstitutionScreen } from '../feature/institution/institution-screen.tsx'
import { InstitutionsScreen } from '../feature/institutions/institutions-screen.tsx'
import { SheetScreen } from '../feature/institutions/sheet-screen.tsx'
import { OverviewScreen } from '../feature/overview/overview-screen.tsx'
import { PeopleScreen } from '../feature/people/people-screen.tsx'
import { ProgrammeDerivation } from '../feature/programme/programme-derivation.tsx'
import { ProgrammeScreen } from '../feature/programme/programme-screen.tsx'
import { ReportScreen } from '../feature/report/report-screen.tsx'
import { SettingsScreen } from '../feature/settings/settings-screen.tsx'
import { StandardScreen } from '../feature/standard/standard-screen.tsx'
import { FieldScreen } from '../feature/visits/field-screen.tsx'
import { VisitsScreen } from '../feature/visits/visits-screen.tsx'
import { WelcomeScreen } from '../feature/welcome/welcome-screen.tsx'
import { followAddress, keepAddress, lookAgain, type Screen, useKeptList, useQuery, useStore } from '../state.ts'
import { InstitutionDerivation } from '../ui/derivation-panel.tsx'
import { Icon } from '../ui/icon.tsx'
import { Bar } from './bar.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { useKeys } from './keys.ts'
import { Palette } from './palette.tsx'
import { Side } from './side.tsx'
import { StatusBar } from './status-bar.tsx'

const OF_INSTITUTION: readonly Screen[] = [...STAGES, 'report']

export function App() {
  const state = useQuery('app.state', {})
  const { screen, year, go, folded, derivation } = useStore()
  useKeys()
  const workbook = state?.workbook ?? null
  useKeptList(workbook?.id ?? null)
  useWindow()
  useFirstField()
  const gone = useStore(s => s.year !== null && s.listedAt >= s.revision && !s.list?.some(row => row.year === s.year))
  useEffect(() => {
    if (gone) go('institutions', null)
  }, [gone, go])
  const main = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on another screen, whoever stood on what is gone stands before it
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus()
  }, [screen, year])
  if (!state) return null
  if (!workbook && screen === 'help') return <HelpAlone />
  if (!workbook || screen === 'welcome') return <WelcomeScreen state={state} />
  if (screen === 'field' && year) return <FieldScreen key={year} year={year} state={state} />
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
            {screen === 'sheet' ? <SheetScreen /> : null}
            {screen === 'settings' ? <SettingsScreen state={state} /> : null}
            {screen === 'help' ? <HelpScreen /> : null}
            {screen === 'standard' ? <StandardScreen pack={state.pack} /> : null}
            {screen === 'programme' ? <ProgrammeScreen /> : null}
            {ofInstitution && year ? <OfInstitution screen={screen} year={year} pack={state.pack} /> : null}
          </ErrorBoundary>
        </main>
        {ofInstitution && year && derivation.length > 0 ? <InstitutionDerivation year={year} /> : null}
        {screen === 'programme' && derivation.length > 0 ? <ProgrammeDerivation /> : null}
      </div>
      <StatusBar screen={screen} />
      <Palette />
    </div>
  )
}

/** Opens what is open, follows what other windows do, and commits what is being typed when the window closes. */
function useWindow(): void {
  useEffect(() => {
    const leave = () => document.activeElement instanceof HTMLElement && document.activeElement.blur()
    const back = () => void lookAgain()
    back()
    const stop = keepAddress()
    window.addEventListener('focus', back)
    window.addEventListener('pagehide', leave)
    window.addEventListener('hashchange', followAddress)
    return () => {
      stop()
      window.removeEventListener('focus', back)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('hashchange', followAddress)
    }
  }, [])
}

/** After something new was made the cursor stands in its first field. */
function useFirstField(): void {
  const { target, year, screen, arrived } = useStore()
  const detail = useQuery('institution.detail', { year: year ?? '' }, target === 'first' && year !== null)
  useEffect(() => {
    if (target !== 'first' || detail?.year !== year || screen !== 'institution') return
    document.querySelector<HTMLInputElement>('.main input')?.focus()
    arrived()
  }, [target, detail, year, screen, arrived])
}

/** The handbook before a workbook is open. */
function HelpAlone() {
  const go = useStore(s => s.go)
  useEffect(() => {
    const back = (event: KeyboardEvent) => event.key === 'Escape' && go('welcome')
    window.addEventListener('keydown', back)
    return () => window.removeEventListener('keydown', back)
  }, [go])
  return (
    <div className="alone">
      <header className="row">
        <button type="button" className="btn" onClick={() => go('welcome')}>
          <Icon name="back" small /> 返回
        </button>
        <b>帮助</b>
      </header>
      <HelpScreen />
    </div>
  )
}

type OfInstitutionProps = { readonly screen: Screen; readonly year: string; readonly pack: PackView }

function OfInstitution({ screen, year, pack }: OfInstitutionProps) {
  const detail = useQuery('institution.detail', { year })
  if (!detail) return <div className="head" />
  switch (screen) {
    case 'institution':
      return <InstitutionScreen detail={detail} pack={pack} />
    case 'people':
      return <PeopleScreen detail={detail} />
    case 'visits':
      return <VisitsScreen detail={detail} />
    case 'equipment':
      return <EquipmentScreen detail={detail} />
    case 'findings':
      return <FindingsScreen detail={detail} />
    case 'report':
      return <ReportScreen detail={detail} />
    case 'energy':
      return <EnergyScreen detail={detail} />
    default:
      return <EvaluationScreen detail={detail} pack={pack} />
  }
}
