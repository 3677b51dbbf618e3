import type { VisitView } from '#core/contract/audit.ts'
import type { Detail } from '#core/contract/views.ts'
import { run } from '../../client.ts'
import { isReadOnly, useQuery, useStore } from '../../state.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Problems } from '../../ui/problems.tsx'
import { Measurements } from './measurements.tsx'

/** The visits to an institution: when, who, how far; each opens the window that is used on site. */
export function VisitsScreen({ detail }: { readonly detail: Detail }) {
  const { year } = detail
  const visits = useQuery('visit.list', { year })
  const enterField = useStore(s => s.enterField)
  const readOnly = useStore(isReadOnly)
  const begin = async () => {
    const made = await run('visit.begin', { year })
    if (made) enterField(year, made.id)
  }
  return (
    <>
      <div className="head">
        <h1>现场检查</h1>
        <span className="sub">逐条看、随手记、留照片；不必按顺序，也没有必填项</span>
        <div className="acts">
          <button
            type="button"
            className={visits?.length === 0 ? 'btn pri' : 'btn'}
            disabled={readOnly}
            onClick={begin}
          >
            <Icon name="plus" small />
            新建现场
          </button>
        </div>
      </div>
      <div className="pad scroll">
        {visits?.length === 0 ? (
          <section className="panel">
            <div className="empty">
              <p>还没有现场记录。新建一次现场，按章逐条回答；一次两小时的现场只看“现场看”的条目，其余回来查资料。</p>
            </div>
          </section>
        ) : null}
        {visits?.map(visit => (
          <Visit key={visit.id} year={year} visit={visit} detail={detail} />
        ))}
        <Measurements detail={detail} />
        <Problems detail={detail} stage="visits" />
      </div>
    </>
  )
}

type VisitProps = { readonly year: string; readonly visit: VisitView; readonly detail: Detail }

function Visit({ year, visit, detail }: VisitProps) {
  const { enterField } = useStore()
  const readOnly = useStore(isReadOnly)
  const row = { id: visit.id, date: visit.date, people: visit.people }
  const [onSite, atDesk] = visit.progress
  return (
    <section className="panel form visit">
      <header>
        <h2 className="num">第 {visit.ordinal} 次现场</h2>
        <span className="dim num">检查表版本 {visit.version}</span>
        <div className="acts">
          <button
            type="button"
            className="btn"
            disabled={readOnly}
            onClick={() => run('row.remove', { table: 'visit', row: visit.id })}
          >
            删除
          </button>
          <button type="button" className="btn pri" onClick={() => enterField(year, visit.id)}>
            进入现场模式
          </button>
        </div>
      </header>
      <div className="fields">
        <Field table="visit" row={row} field="date" label="现场日期" hint="例如 2024-03-14" drafts={detail.drafts} />
        <Field table="visit" row={row} field="people" label="参加人员" />
      </div>
      <dl className="counts">
        <Count label="现场看，已答" text={`${onSite?.done ?? 0} / ${onSite?.of ?? 0}`} />
        <Count label="查资料，已答" text={`${atDesk?.done ?? 0} / ${atDesk?.of ?? 0}`} />
        <Count label="答“否”" text={`${visit.no}`} />
        <Count label="不适用" text={`${visit.notApplicable}`} />
        <Count label="随手记待归类" text={`${visit.memos}`} />
      </dl>
    </section>
  )
}

function Count({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{text}</dd>
    </div>
  )
}
