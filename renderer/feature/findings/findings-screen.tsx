import { FINDING_LABELS, type FindingView, nextStates, SYSTEM_LABELS, SYSTEMS } from '#core/contract/audit.ts'
import type { Detail } from '#core/contract/views.ts'
import { call, run } from '../../client.ts'
import { isReadOnly, useQuery, useStore } from '../../state.ts'
import { CARRIERS } from '../../text/zh.ts'
import { Choose } from '../../ui/choose.tsx'
import { EvidenceStrip } from '../../ui/evidence-strip.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NoteField } from '../../ui/note-field.tsx'
import { Problems } from '../../ui/problems.tsx'
import { RemoveRow } from '../../ui/remove-row.tsx'
import { Savings } from './savings.tsx'

/** What was found and what is to be done about it. */
export function FindingsScreen({ detail }: { readonly detail: Detail }) {
  const { year } = detail
  const findings = useQuery('finding.list', { year })
  const equipment = useQuery('equipment.list', { year })
  const go = useStore(s => s.go)
  const readOnly = useStore(isReadOnly)
  const exceeded = detail.cards.filter(card => card.grade.rank === 4 || card.grade.equals)
  const known = new Set(findings?.map(({ row }) => row.source))
  return (
    <>
      <div className="head">
        <h1>问题与措施</h1>
        <span className="sub num">{findings ? `${findings.length} 条问题` : ''}</span>
        <div className="acts">
          <button type="button" className="btn" disabled={readOnly} onClick={() => run('finding.add', { year })}>
            <Icon name="plus" small />
            加一条问题
          </button>
        </div>
      </div>
      <div className="pad scroll">
        {exceeded
          .filter(card => !known.has(`grade ${card.id}`))
          .map(card => (
            <div key={card.id} className="fx">
              <Icon name="flag" />
              <span className="grow num">
                {card.label} {card.display} {card.unit}，{card.grade.label}。
              </span>
              <button
                type="button"
                className="btn"
                disabled={readOnly}
                onClick={() => run('finding.fromGrade', { year, indicator: card.id })}
              >
                记为问题
              </button>
            </div>
          ))}
        {findings?.length === 0 ? (
          <section className="panel">
            <div className="empty">
              <p>现场答“否”的条目、不符合限值的测量、超过约束值的指标和不够的配备率，可以一键记到这里。</p>
              <button type="button" className="btn" onClick={() => go('visits')}>
                去现场检查
              </button>
            </div>
          </section>
        ) : null}
        {equipment?.splits.map(({ carrier, label, unit, saved, billed, overspent }) =>
          overspent ? (
            <p key={carrier} className="sum-says sv-e" role="alert">
              各措施合计节约{label} {saved} {unit}，超过账单 {billed} {unit}，请改小。
            </p>
          ) : null,
        )}
        {equipment?.splits.flatMap(({ carrier, label: of, unit, endUses }) =>
          endUses.flatMap(({ system, label, energy, saving, verdict }) =>
            verdict === null ? (
              []
            ) : (
              <p
                key={`${carrier} ${system}`}
                className={verdict === 'tooMuch' ? 'sum-says sv-e' : 'sum-says sv-w'}
                role="alert"
              >
                {label}的措施合计节约{of} {saving} {unit}，
                {verdict === 'tooMuch'
                  ? `超过该分项全年用量 ${energy} ${unit}，请改小。`
                  : `超过该分项全年用量 ${energy} ${unit} 的一半，请核对。`}
              </p>
            ),
          ),
        )}
        {findings?.map((finding, i) => (
          <Finding key={String(finding.row.id)} number={i + 1} finding={finding} detail={detail} />
        ))}
        <Savings splits={equipment?.splits ?? []} />
        <Problems detail={detail} stage="findings" />
      </div>
    </>
  )
}

type FindingProps = { readonly number: number; readonly finding: FindingView; readonly detail: Detail }

function Finding({ number, finding: { row, state, from, measures }, detail }: FindingProps) {
  const id = String(row.id)
  const source = String(row.source ?? '')
  const [, visit = '', item = ''] = /^item (\S+) (\S+)$/.exec(source) ?? []
  const { enterField, go } = useStore()
  const readOnly = useStore(isReadOnly)
  const evidence = useQuery('evidence.list', { year: detail.year }) ?? []
  return (
    <section className="panel form finding">
      <header>
        <h2 className="num">问题 {number}</h2>
        <span className={`tag state-${state}`}>{FINDING_LABELS[state]}</span>
        {item === '' ? null : (
          <button
            type="button"
            className="plain linkish num"
            onClick={() => {
              enterField(detail.year, visit)
              useStore.setState({ target: `answer ${visit} ${item} note` })
            }}
          >
            {item} ›
          </button>
        )}
        {source.startsWith('grade ') ? (
          <button type="button" className="plain linkish" onClick={() => go('evaluation')}>
            定额评价 ›
          </button>
        ) : null}
        {row.cite === null ? null : <span className="cite ellipsis">{row.cite}</span>}
        <div className="acts">
          <RemoveRow table="finding" row={id} label={`删除问题 ${number}`} />
        </div>
      </header>
      <div className="body">
        <NoteField
          field={`finding ${id} text`}
          label="问题"
          kept={String(row.text ?? '')}
          onCommit={typed => call('field.set', { table: 'finding', row: id, field: 'text', typed })}
        />
        <div className="fields">
          <Choose
            table="finding"
            row={row}
            field="state"
            label="状态"
            options={Object.entries(FINDING_LABELS).map(([value, label]) => ({
              value,
              label,
              disabled: !nextStates(state).some(next => next === value),
            }))}
          />
          {state === 'rejected' ? (
            <Field
              table="finding"
              row={row}
              field="reason"
              label="不采纳的理由"
              hint={row.reason === null ? '请写明理由，报告要印' : ''}
            />
          ) : null}
        </div>
        <EvidenceStrip year={detail.year} target={`finding ${id}`} also={from} evidence={evidence} />
        {measures.map((measure, i) => (
          <Measure key={String(measure.row.id)} number={`${number}.${i + 1}`} measure={measure} detail={detail} />
        ))}
        <button type="button" className="btn" disabled={readOnly} onClick={() => run('measure.add', { finding: id })}>
          <Icon name="plus" small />
          加一条措施
        </button>
      </div>
    </section>
  )
}

type MeasureProps = {
  readonly number: string
  readonly measure: FindingView['measures'][number]
  readonly detail: Detail
}

function Measure({ number, measure: { row, savings, payback }, detail }: MeasureProps) {
  const id = String(row.id)
  const of = { table: 'measure', row, drafts: detail.drafts } as const
  const readOnly = useStore(isReadOnly)
  return (
    <fieldset className="measure">
      <legend className="num">措施 {number}</legend>
      <NoteField
        field={`measure ${id} text`}
        label="措施"
        kept={String(row.text ?? '')}
        onCommit={typed => call('field.set', { table: 'measure', row: id, field: 'text', typed })}
      />
      <div className="fields">
        <Choose
          table="measure"
          row={row}
          field="endUse"
          clears
          label="用能环节"
          options={SYSTEMS.map(value => ({ value, label: SYSTEM_LABELS[value] }))}
        />
        <Field {...of} quantity field="sequence" label="实施次序" empty="按先后" hint="同一环节里先 1 后 2" />
        <Field {...of} quantity field="gain" label="年节约费用" unit="元" />
        <Field {...of} quantity field="cost" label="投资" unit="元" />
        <div className="field">
          <span className="lab">静态回收期</span>
          <span className="fixed num">{payback === null ? '—' : `${payback} 年`}</span>
          <p className="say">投资 ÷ 年节约费用</p>
        </div>
        <Field {...of} field="owner" label="责任人" />
        <Field {...of} field="due" label="完成期限" hint="例如 2024-12-31" />
      </div>
      <div className="savings">
        {savings.map(({ row: saving, unit }, i) => (
          <div key={String(saving.id)} className="row">
            <Choose
              table="saving"
              row={saving}
              field="carrier"
              label={i === 0 ? '节约的能源' : `节约的能源 ${i + 1}`}
              options={Object.entries(CARRIERS).map(([value, label]) => ({ value, label }))}
            />
            <Field
              table="saving"
              row={saving}
              drafts={detail.drafts}
              quantity
              field="amount"
              label="年节约量"
              unit={unit}
            />
            <RemoveRow table="saving" row={String(saving.id)} label={`删除措施 ${number} 的第 ${i + 1} 种节约`} />
          </div>
        ))}
        <button type="button" className="btn" disabled={readOnly} onClick={() => run('saving.add', { measure: id })}>
          <Icon name="plus" small />
          加一种节约的能源
        </button>
      </div>
      <RemoveRow table="measure" row={id} label={`删除措施 ${number}`} />
    </fieldset>
  )
}
