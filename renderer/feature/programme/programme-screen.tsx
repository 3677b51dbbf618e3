import { useState } from 'react'
import type { ProgrammeView } from '#core/contract/programme-view.ts'
import { startProgrammeExport } from '../../exporting.ts'
import { useQuery, useStore } from '../../state.ts'
import { ExportStatus } from '../../ui/export-status.tsx'
import { NoteList } from '../../ui/note-list.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EfficiencyRanking } from './efficiency-ranking.tsx'
import { EfficiencyUnits } from './efficiency-units.tsx'
import { GreenCertificates } from './green-certificates.tsx'
import { GreenHolders } from './green-holders.tsx'
import { GreenPeriods } from './green-periods.tsx'
import { ProgrammeFacts } from './programme-facts.tsx'
import { useKept } from './use-kept.ts'

/** What there is to see of a kind of programme, beside its facts and its notes. */
const PARTS: Readonly<Record<ProgrammeView['kind'], readonly (readonly [part: string, label: string])[]>> = {
  efficiencyRanking: [
    ['ranking', '評比'],
    ['units', '執行單位'],
  ],
  certificateLedger: [
    ['holders', '用能单位'],
    ['periods', '月度和季度'],
    ['certificates', '台账'],
  ],
}
const FACTS = { 'zh-Hant': '資料', 'zh-Hans': '数据' } as const
const YEAR = { 'zh-Hant': '年度', 'zh-Hans': '年份' } as const
const DRAFT = { 'zh-Hant': '草案，來源待核', 'zh-Hans': '草案，来源待核' } as const
const NOTES = { 'zh-Hant': '讀法', 'zh-Hans': '读法' } as const

/** The programmes that this workbook is held against: one tab each. */
export function ProgrammeScreen() {
  const programmes = useQuery('programme.list', {})
  const [wanted, setWanted] = useKept('programme')
  if (!programmes) return <div className="head" />
  const programme = programmes.find(({ id }) => id === wanted) ?? programmes[0]
  return (
    <>
      <div className="head">
        <h1>政策对标</h1>
        <Segments
          label="计划"
          parts={programmes.map(({ id, jurisdiction }) => [id, jurisdiction] as const)}
          chosen={programme?.id ?? ''}
          onChoose={setWanted}
        />
        <span className="sub ellipsis" lang={programme?.language}>
          {programme?.title}
        </span>
      </div>
      {programme ? <Programme key={programme.id} programme={programme} /> : <p className="pad">没有可用的计划。</p>}
    </>
  )
}

function Programme({ programme }: { readonly programme: ProgrammeView }) {
  const { id, kind, language, years, draft } = programme
  const filled = programme.tables.some(({ count }) => count > 0)
  const [chosen, setPart] = useKept(`${id} part`)
  const [wanted, setYear] = useKept(`${id} year`)
  // the years of a ledger come with its facts
  const year = years.find(({ gregorian }) => gregorian === wanted)?.gregorian ?? programme.year
  const [body, setBody] = useKept(`${id} body`)
  const [asOf, setAsOf] = useKept(`${id} as of`)
  const running = useStore(s => s.exporting?.status.running ?? false)
  const parts = [...PARTS[kind], ['facts', FACTS[language]], ['notes', NOTES[language]]] as const
  // before there are facts there is nothing else to see
  const [first] = useState(filled ? (parts[0]?.[0] ?? 'facts') : 'facts')
  const part = parts.find(([name]) => name === chosen)?.[0] ?? first
  return (
    <div className={`pad scroll programme ${language === 'zh-Hant' ? 'hant' : ''}`} lang={language}>
      <div className="row tools">
        <Segments label="看哪一部分" parts={parts} chosen={part} onChoose={setPart} />
        <span className="row">
          <span className="dim">{YEAR[language]}</span>
          <select
            className="btn"
            aria-label={YEAR[language]}
            value={year}
            onChange={event => setYear(event.target.value)}
          >
            {years.map(({ gregorian, shown }) => (
              <option key={gregorian} value={gregorian}>
                {shown === gregorian ? gregorian : `${shown}（${gregorian}）`}
              </option>
            ))}
          </select>
        </span>
        {kind === 'certificateLedger' ? (
          <span className="row">
            <span className="dim">截至</span>
            <input
              type="date"
              className="btn num"
              aria-label="截至哪一天"
              title="空着是今天"
              value={asOf ?? ''}
              onChange={event => setAsOf(event.target.value === '' ? null : event.target.value)}
            />
          </span>
        ) : null}
        {draft ? <span className="tag pending">{DRAFT[language]}</span> : null}
        <span className="grow" />
        <span className="row">
          {(['docx', 'xlsx'] as const).map(format => (
            <button
              key={format}
              type="button"
              className="btn"
              disabled={running || !filled}
              onClick={() => startProgrammeExport({ programme: id, year, asOf }, [format])}
            >
              导出 {format === 'docx' ? 'Word' : 'Excel'}
            </button>
          ))}
        </span>
      </div>
      <ExportStatus />
      {part === 'ranking' ? (
        <EfficiencyRanking
          programme={id}
          year={year}
          onBody={code => {
            setBody(code)
            setPart('units')
          }}
          onFacts={() => setPart('facts')}
        />
      ) : null}
      {part === 'units' ? <EfficiencyUnits programme={id} year={year} body={body} onBody={setBody} /> : null}
      {part === 'holders' ? (
        <GreenHolders programme={id} asOf={asOf} year={year} onFacts={() => setPart('facts')} />
      ) : null}
      {part === 'periods' ? <GreenPeriods programme={id} asOf={asOf} year={year} /> : null}
      {part === 'certificates' ? <GreenCertificates programme={id} asOf={asOf} /> : null}
      {part === 'facts' ? <ProgrammeFacts programme={programme} /> : null}
      {part === 'notes' ? <NoteList language={language} notes={programme.notes} omitted={programme.omitted} /> : null}
    </div>
  )
}
