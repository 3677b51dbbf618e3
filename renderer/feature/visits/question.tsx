import { type AnswerView, type AnswerWord, type ItemView, isFailed, type VisitRecord } from '#core/contract/audit.ts'
import { call } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { clockTime } from '../../text/number.ts'
import { EvidenceStrip } from '../../ui/evidence-strip.tsx'
import { TypedField } from '../../ui/field.tsx'
import { ToFinding } from '../../ui/found.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NoteField } from '../../ui/note-field.tsx'

const ANSWERS: readonly { readonly word: AnswerWord; readonly label: string }[] = [
  { word: 'yes', label: '是' },
  { word: 'no', label: '否' },
  { word: 'notApplicable', label: '不适用' },
  { word: 'notSeen', label: '没看到' },
]

type Props = {
  readonly year: string
  readonly visit: string
  readonly item: ItemView
  readonly chapter: string
  readonly position: string
  readonly answer: AnswerView | undefined
  readonly record: VisitRecord
  /** The finding that was made from it. */
  readonly finding: string | null
  readonly onAnswer: (word: AnswerWord) => void
  readonly onFinding: () => void
}

/** One item: what is asked and by whom, four answers, what was measured, a note, evidence. Nothing is required. */
export function Question({
  year,
  visit,
  item,
  chapter,
  position,
  answer,
  record,
  finding,
  onAnswer,
  onFinding,
}: Props) {
  const readOnly = useStore(isReadOnly)
  const memos = record.memos.filter(memo => memo.item === item.id)
  const no = answer !== undefined && (answer.answer === 'no' || isFailed(answer))
  return (
    <>
      <div className="meta">
        <b className="num">{item.id}</b>
        <span className="num">
          {chapter} {position}
        </span>
        <span className="tag">
          {item.duty}
          {item.violation ? ' ★' : ''}
        </span>
        {item.derived ? (
          <span className="tag pending" title="条文是概括的，限值或算法是本程序的读法">
            推导
          </span>
        ) : null}
        {item.cites.map(cite => (
          <span key={cite} className="cite" title={`${cite}，来源待核`}>
            {cite}
          </span>
        ))}
        <span className="grow" />
        <span className="tag line">{item.applies === 'reference' ? '参考' : item.onSite ? '现场看' : '查资料'}</span>
      </div>
      <h1>{item.text}</h1>
      <p className="hint">{item.onSite ? `看：${item.evidence}` : `查：${item.evidence}`}</p>
      {item.limit === null ? null : <p className="hint num">限值：{item.limit}</p>}
      {item.score === null ? null : <p className="hint num">计 {item.score} 分</p>}
      {item.within === null ? null : <p className="hint">只在：{item.within}</p>}
      {item.applies === 'reference' ? (
        <p className="hint warn">这是{item.regions.join('、')}的规定，在这里只作参考，不单独构成问题。</p>
      ) : null}
      {item.doubt === null ? null : <p className="hint warn">{item.doubt}，可能不适用。请现场确认。</p>}
      {item.shows.map(({ cell, label, text }) => (
        <p key={cell} className="hint num">
          {label}：{text ?? '还没有，补录用能数据后自动显示'}
        </p>
      ))}
      {item.kind === 'text' ? null : (
        <div className="ans" role="radiogroup" aria-label="回答">
          {ANSWERS.map(({ word, label }, i) => {
            const on = answer?.answer === word
            return (
              // biome-ignore lint/a11y/useSemanticElements: a chosen answer is taken back by choosing it again, which a radio button cannot
              <button
                type="button"
                key={word}
                role="radio"
                aria-checked={on}
                disabled={readOnly}
                className={`plain ${on ? `on ${word}` : ''}`}
                onClick={() => onAnswer(word)}
              >
                <i className="o">{on ? <Icon name="check" /> : null}</i>
                {label}
                <kbd>{i + 1}</kbd>
              </button>
            )
          })}
        </div>
      )}
      <Measured visit={visit} item={item} answer={answer} />
      {answer?.answer === 'notApplicable' ? (
        <AnswerField
          visit={visit}
          item={item}
          answer={answer}
          field="reason"
          label="为什么不适用"
          hint="可以先空着，回头补"
        />
      ) : null}
      <NoteField
        field={`answer ${visit} ${item.id} note`}
        label="说明"
        hint="可以先空着，不影响保存"
        kept={answer?.note ?? ''}
        onCommit={typed => call('answer.set', { visit, item: item.id, field: 'note', typed })}
      />
      {memos.map(memo => (
        <p key={memo.id} className="from-memo">
          <Icon name="note" small /> <span className="num dim">{clockTime(memo.at)}</span> {memo.text ?? '照片'}
        </p>
      ))}
      <p className="lbl">证据</p>
      <EvidenceStrip
        year={year}
        target={`item ${visit} ${item.id}`}
        also={memos.map(memo => `memo ${memo.id}`)}
        evidence={record.evidence}
        takesPaste
      />
      {no && item.applies === 'applies' ? (
        <div className="fx">
          <Icon name="flag" />
          <span className="grow">
            {answer?.answer === 'no' ? '答“否”' : '不符合限值'}，
            {finding === null ? '可直接记为问题，条款和证据会带过去。' : '已记为问题。'}
          </span>
          {finding === null ? (
            <button type="button" className="btn" disabled={readOnly} onClick={onFinding}>
              记为问题 <kbd>F</kbd>
            </button>
          ) : (
            <ToFinding id={finding} />
          )}
        </div>
      ) : null}
    </>
  )
}

type FieldProps = {
  readonly visit: string
  readonly item: ItemView
  readonly answer: AnswerView | undefined
}

/** A measured value with its limit, or two numbers and their quotient; nothing for a plain question. */
function Measured({ visit, item, answer }: FieldProps) {
  const of = { visit, item, answer }
  const verdict =
    item.applies === 'reference'
      ? (answer?.remark ?? '参考，不判定')
      : answer?.meets === true
        ? '符合'
        : answer?.meets === false
          ? '不符合'
          : (answer?.remark ?? item.bound ?? '')
  if (item.kind === 'share' || item.kind === 'ratioToMean') {
    const [part, whole, name] =
      item.kind === 'share' ? ['符合的数量', '应有或抽查的总数', '比例'] : ['实测值', '均值', '与均值之比']
    return (
      <div className="two">
        <AnswerField {...of} quantity field="whole" label={whole} />
        <AnswerField
          {...of}
          quantity
          field="value"
          label={part}
          aside={answer?.ratio ? `${name} ${answer.ratio}${verdict === '' ? '' : `，${verdict}`}` : verdict}
        />
      </div>
    )
  }
  if (item.kind !== 'limit' || item.bound === null) return null
  return (
    <div className="two">
      <AnswerField
        {...of}
        quantity
        field="value"
        label="实测值"
        unit={item.unit}
        aside={`${item.bound}${answer?.value ? `，${verdict}` : ''}`}
      />
    </div>
  )
}

type OneProps = FieldProps & {
  readonly field: 'value' | 'whole' | 'reason'
  readonly label: string
  readonly quantity?: boolean
  readonly unit?: string
  readonly hint?: string
  readonly aside?: string
}

function AnswerField({ visit, item, answer, field, label, aside, ...rest }: OneProps) {
  const unread = answer?.unread.find(draft => draft.field === field)
  return (
    <div className="fld">
      {aside ? <span className="aside num">{aside}</span> : null}
      <TypedField
        {...rest}
        label={label}
        field={`answer ${visit} ${item.id} ${field}`}
        kept={unread?.typed ?? answer?.[field] ?? ''}
        message={unread?.message ?? null}
        onCommit={typed => call('answer.set', { visit, item: item.id, field, typed })}
      />
    </div>
  )
}
