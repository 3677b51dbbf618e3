import { useState } from 'react'
import type { CardView, Detail, PackView } from '#core/contract/views.ts'
import { call, run } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { bandText, clockTime, dayAndTime } from '../../text/number.ts'
import { CHOICE_LABELS } from '../../text/zh.ts'
import { Band } from '../../ui/band.tsx'
import { Field, TypedField } from '../../ui/field.tsx'
import { GradeMark, GradeTag } from '../../ui/grade-tag.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberLink } from '../../ui/number-link.tsx'
import { Fact } from '../people/people-screen.tsx'

/** The row in force, the correction decision, four cards, head numbers, consequences; every number is a link. */
export function EvaluationScreen({ detail, pack }: { readonly detail: Detail; readonly pack: PackView }) {
  const { result, cards, figures, operation, correction, drafts, year, institution, runs, todos } = detail
  const figure = (cell: string) => figures.find(f => f.cell === cell)
  const { explain, derivation, tell, go } = useStore()
  const readOnly = useStore(isReadOnly)
  const refusals = result.problems.filter(problem => problem.severity === 'refusal')
  const kind = String(institution.class ?? '')
  const by: readonly [string, string, string] =
    kind === '教育'
      ? ['dormitoryAirConditioningPercent', '学生宿舍空调实际安装率', '%']
      : kind === '卫生医疗'
        ? ['annualVisits', '年实际就诊人数', '人次']
        : ['annualHours', '年实际运行时间', 'h']
  const factor = figure('correctionFactor')
  const setCorrection = (typed: string) =>
    run('field.set', { table: 'correction', row: String(correction.id), field: 'apply', typed })
  return (
    <div className={`left ${derivation.length > 0 ? 'narrow' : ''}`}>
      <div className="head flat">
        <h1>定额评价</h1>
        <span className="sub">{pack.title}</span>
        {pack.number === null ? <span className="tag pending">标准号待核</span> : null}
        <div className="acts">
          {runs.length > 0 ? (
            <span className="dim num">
              已存 {runs.length} 次，最近 {clockTime(runs.at(-1)?.at ?? '')}
            </span>
          ) : null}
          <button
            type="button"
            className="btn"
            disabled={readOnly}
            onClick={async () => {
              const stored = await run('run.store', { year, label: `评价记录 ${runs.length + 1}` })
              if (stored) tell('已存为评价记录')
            }}
          >
            存为评价记录
          </button>
        </div>
      </div>
      <section className="panel rule">
        <dl>
          <dt>适用行</dt>
          <dd>
            {result.row?.zone ?? '气候分区未定'} · {kind || '类别未定'}
            {result.row?.type ? ` · ${bandText(result.row.type)}` : ''}
            <button type="button" className="btn text" onClick={() => explain('quotaRow')}>
              看是哪一行 ›
            </button>
          </dd>
          <dt>修正</dt>
          <dd className="correct">
            <fieldset className="seg" aria-label="修正">
              <button
                type="button"
                disabled={readOnly}
                className={correction.apply === 'yes' ? 'on' : ''}
                onClick={() => setCorrection('yes')}
              >
                修正
              </button>
              <button
                type="button"
                disabled={readOnly}
                className={correction.apply === 'no' ? 'on' : ''}
                onClick={() => setCorrection('no')}
              >
                不修正
              </button>
            </fieldset>
            <Field
              quantity
              table="operation"
              row={operation}
              field={by[0]}
              label={by[1]}
              unit={by[2]}
              drafts={drafts}
            />
            <span className="lambda">
              λ = {factor?.text ? <NumberLink cell="correctionFactor">{factor.text}</NumberLink> : '—'}
            </span>
            {correction.apply === 'yes' ? (
              <Field table="correction" row={correction} field="reason" label="理由" />
            ) : null}
            {correction.apply === 'yes' && result.correction && !result.correction.applied ? (
              <span className="sv-w">没有修正：{result.correction.note}</span>
            ) : null}
          </dd>
          <dt>取法</dt>
          <dd className="choices">
            <Choices detail={detail} />
          </dd>
        </dl>
      </section>
      {refusals.length > 0 ? (
        <section className="panel refused" role="alert">
          <Icon name="alert" />
          <div>
            <b>录入有矛盾，没有评价。</b>
            {todos
              .filter(todo => todo.severity === 'must' && !todo.unread)
              .map(todo => (
                <p key={todo.text}>
                  {todo.text}
                  <button type="button" className="btn text" onClick={() => go(todo.stage, year, todo.field)}>
                    去{todo.label} ›
                  </button>
                </p>
              ))}
          </div>
        </section>
      ) : null}
      <div className="cards">
        {cards.map(card => (
          <Card key={card.id} card={card} on={derivation.at(-1)?.startsWith(card.id) ?? false} />
        ))}
      </div>
      <section className="panel facts">
        <Fact label="综合能耗" cell="comprehensiveEnergy" text={figure('comprehensiveEnergy')?.text} unit="kgce" />
        <Fact label="其中交通能耗" cell="transportEnergy" text={figure('transportEnergy')?.text} unit="kgce" />
        <Fact
          label="评价用能人数"
          cell="energyUserCountInScope"
          text={figure('energyUserCountInScope')?.text}
          unit="人"
        />
        <Fact label="评价建筑面积" cell="floorAreaInScope" text={figure('floorAreaInScope')?.text} unit="m²" />
        <Fact label="建筑总耗电量" cell="buildingElectricity" text={figure('buildingElectricity')?.text} unit="kWh" />
        <Fact label="总用水量" cell="totalWater" text={figure('totalWater')?.text} unit="m³" />
      </section>
      <Consequences detail={detail} />
      {runs.length > 0 ? (
        <section className="panel" aria-label="评价记录">
          <header>
            <h2>评价记录</h2>
            <span className="dim">存下时的事实、步骤和标准原样保留</span>
          </header>
          <ul className="notes">
            {runs.map(stored => (
              <li key={stored.id}>
                <span className="num dim">{dayAndTime(stored.at)}</span>
                <b>{stored.label}</b>
                <span className="grow">{stored.grades}</span>
                <span className={stored.same ? 'dim' : 'sv-w'}>{stored.same ? '与现在相同' : stored.changed}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}

/** The choices that change a number: one line of text until a person wants to change one; off its default each is bold. */
function Choices({ detail }: { readonly detail: Detail }) {
  const [open, setOpen] = useState(false)
  const sentTo = useStore(s => s.target?.startsWith('choice ') ?? false)
  return (
    <>
      {Object.entries(CHOICE_LABELS).map(([name, { label, values }]) => {
        const made = detail.choices.find(choice => choice.name === name)
        const [first] = Object.keys(values)
        const value = String(made?.value ?? first)
        const off = value !== first
        if (!off && !open && !sentTo)
          return (
            <span key={name} className="choice">
              <span className="dim">{label}</span> {values[value]}
            </span>
          )
        return <Choice key={name} detail={detail} name={name} value={value} off={off} />
      })}
      <button type="button" className="btn text" onClick={() => setOpen(!open)}>
        {open ? '收起' : '改取法'}
      </button>
    </>
  )
}

type ChoiceProps = {
  readonly detail: Detail
  readonly name: string
  readonly value: string
  readonly off: boolean
}

/** A choice off its default counts only with its reason: until that is written the number stays as it is. */
function Choice({ detail, name, value, off }: ChoiceProps) {
  const { label = '', values = {} } = CHOICE_LABELS[name] ?? {}
  const reason = String(detail.choices.find(choice => choice.name === name)?.reason ?? '')
  const alternative = detail.alternatives.find(found => found.choice === name)
  const [wanted, setWanted] = useState<string | null>(null)
  const { go, screen, year } = useStore()
  const readOnly = useStore(isReadOnly)
  const set = (to: string, why: string) => ({ year: detail.year, name: name as 'yearBasis', value: to, reason: why })
  const choose = (to: string) => {
    if (to !== Object.keys(values)[0] && reason === '') {
      setWanted(to)
      go(screen, year, `choice ${name}`)
      return
    }
    setWanted(null)
    void run('choice.set', set(to, reason))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the list and the field inside
    <span
      className={`choice ${off ? 'off' : ''}`}
      onKeyDown={event => {
        // what is chosen without its reason is not stored yet: it goes first, not an older step
        if (wanted === null || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.stopPropagation()
        setWanted(null)
      }}
    >
      <label>
        {label}
        <select
          aria-label={label}
          disabled={readOnly}
          value={wanted ?? value}
          onChange={event => choose(event.target.value)}
        >
          {Object.entries(values).map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {off || wanted !== null ? (
        <TypedField
          bare
          field={`choice ${name}`}
          label={`${label}的理由`}
          kept={reason}
          message={wanted === null || reason !== '' ? null : '写明理由后才按新的取法算'}
          onCommit={async typed => {
            const reply = await call('choice.set', set(wanted ?? value, typed))
            if (reply.ok) setWanted(null)
            return reply
          }}
        />
      ) : null}
      {alternative ? (
        <small className="dim num">
          按{values[alternative.value] ?? alternative.value}：{alternative.text}
        </small>
      ) : null}
    </span>
  )
}

/** What is missing before this indicator can be graded, the first of it a link to its field. */
function Missing({ card }: { readonly card: CardView }) {
  const { go, year } = useStore()
  const [first] = card.missing
  if (!first) return null
  return (
    <span className="ellipsis" title={card.missing.map(m => m.text).join('\n')}>
      <button type="button" className="plain linkish" onClick={() => go(first.place.stage, year, first.place.field)}>
        {first.text}
      </button>
      {card.missing.length > 1 ? <span className="dim"> 等 {card.missing.length} 项</span> : null}
    </span>
  )
}

function Card({ card, on }: { readonly card: CardView; readonly on: boolean }) {
  const { raw, distance } = card
  const distanceCell = (term: string) => `indicator[${card.id}].${term}`
  return (
    <section className={`panel card ${on ? 'on' : ''}`} aria-label={card.label}>
      <div className="top">
        <h2>{card.label}</h2>
        <span className="tag">{card.role === 'main' ? '主要指标' : '参考指标'}</span>
        <GradeTag grade={card.grade} />
      </div>
      <div className="big">
        {card.display === null ? (
          <span className="undetermined">无法判定</span>
        ) : (
          <NumberLink cell={`${card.id}.grade`}>
            <span className={card.grade.rank === 4 ? 'x' : ''}>{card.display}</span>
          </NumberLink>
        )}
        <span className="unit">{card.unit}</span>
        {raw.display !== null && raw.value !== card.value ? (
          <span className="raw">
            修正前 <NumberLink cell={raw.cell}>{raw.display}</NumberLink>
            <GradeMark grade={raw.grade} />
          </span>
        ) : card.display === null ? null : (
          <span className="raw dim">{card.id === 'waterPerPerson' ? '用水不修正' : '未修正'}</span>
        )}
      </div>
      <Band card={card} />
      <div className="gap">
        {card.grade.equals ? (
          <span>正好等于约束值，须再降才算小于（7.1）</span>
        ) : distance ? (
          <>
            <span>{card.grade.rank === 4 ? `超出${distance.label}` : `距${distance.label}`}</span>
            <NumberLink cell={distanceCell('distanceInUnit')}>{distance.inUnit}</NumberLink>
            <span className="unit">{card.unit}</span>
            {distance.percent ? (
              <NumberLink cell={distanceCell('distanceShare')}>{distance.percent} %</NumberLink>
            ) : null}
            <span className="end">
              合 <NumberLink cell={distanceCell('distanceAmount')}>{distance.amount}</NumberLink>{' '}
              <span className="unit">{distance.amountUnit}/年</span>
            </span>
          </>
        ) : card.missing.length > 0 ? (
          <Missing card={card} />
        ) : card.grade.rank === 1 ? (
          <span className="dim">已达到引导值</span>
        ) : (
          <span className="dim">—</span>
        )}
      </div>
    </section>
  )
}

function Consequences({ detail }: { readonly detail: Detail }) {
  const { go } = useStore()
  const { result, cards, year, todos } = detail
  const { consequences, remarks } = result
  const open = result.outcome === 'refused' || cards.length === 0 || cards.some(card => card.display === null)
  const first = todos.find(todo => todo.severity === 'must')
  return (
    <section className="panel conseq">
      {open ? (
        <span className="mk t0">？</span>
      ) : (
        <span className={consequences.length > 0 ? 'sv-w' : ''}>
          <Icon name={consequences.length > 0 ? 'alert' : 'check'} />
        </span>
      )}
      <div className="grow">
        {consequences.map(c => (
          <p key={c.text}>
            {c.text} <span className="cite">{c.clause}</span>
          </p>
        ))}
        {remarks.map(c => (
          <p key={c.text} className="dim">
            {c.text} <span className="cite">{c.clause}</span>
          </p>
        ))}
        {open ? (
          <p>
            {result.outcome === 'refused' ? '改正上面的矛盾后，' : '还有指标无法判定，补齐后'}再看是否需要作出说明。{' '}
            <span className="cite">7.2</span>
            {first ? (
              <button type="button" className="btn text" onClick={() => go(first.stage, year, first.field)}>
                去{first.label} ›
              </button>
            ) : null}
          </p>
        ) : consequences.length + remarks.length === 0 ? (
          <p>
            四项均不高于约束值，无需作出说明。 <span className="cite">7.2</span>
          </p>
        ) : null}
      </div>
    </section>
  )
}
