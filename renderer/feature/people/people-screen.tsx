import type { Detail } from '#core/contract/views.ts'
import { run } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { DAY_RULES } from '../../text/zh.ts'
import { Choose } from '../../ui/choose.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberLink } from '../../ui/number-link.tsx'
import { Problems } from '../../ui/problems.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'
import { Symbols } from '../../ui/symbols.tsx'
import { Buildings } from '../institution/buildings.tsx'

const COMMON: readonly { readonly label: string; readonly dayRule: string }[] = [
  { label: '在岗在编人员', dayRule: 'whole' },
  { label: '编外人员', dayRule: 'whole' },
  { label: '会议', dayRule: 'days' },
  { label: '学员', dayRule: 'absent' },
]

/** The people ledger as annex B prints it: number, days, coefficient, equivalent number, and their sum. */
export function PeopleScreen({ detail }: { readonly detail: Detail }) {
  const { people, yearRow, drafts, year, figures } = detail
  const figure = (cell: string) => figures.find(f => f.cell === cell)?.text
  const go = useStore(s => s.go)
  const readOnly = useStore(isReadOnly)
  const add = async (values: Readonly<Record<string, string>>) => {
    const added = await run('row.add', { table: 'personGroup', year, values })
    if (added) go('people', year, `personGroup ${added.id} ${values.label === undefined ? 'label' : 'headcount'}`)
  }
  return (
    <>
      <div className="head">
        <h1>人员面积台账</h1>
        <span className="sub">
          用能人数 <Symbols text="N = Σ N_b · φ_b" />
        </span>
        <span className="cite">附录B</span>
        <div className="acts">
          <button type="button" className="btn" disabled={readOnly} onClick={() => add({})}>
            <Icon name="plus" small />
            加一类人员
          </button>
        </div>
      </div>
      <div className="pad scroll">
        <section className="panel">
          {people.length === 0 ? (
            <div className="empty">
              <p>先填在岗在编人数，再逐类加。每一类的计日系数会自动给出，可以改。</p>
              {COMMON.map(({ label, dayRule }) => (
                <button type="button" key={label} className="btn" onClick={() => add({ label, dayRule })}>
                  {label}
                </button>
              ))}
            </div>
          ) : (
            <table className="t ledger">
              <colgroup>
                <col className="w-label" />
                <col className="w-num" />
                <col className="w-rule" />
                <col className="w-num" />
                <col className="w-num" />
                <col className="w-num" />
                <col className="w-act" />
              </colgroup>
              <thead>
                <tr>
                  <th>人员类别</th>
                  <th className="r">
                    人数 <Symbols text="N_b" />
                    ，人
                  </th>
                  <th>计日方式</th>
                  <th className="r">天数或系数</th>
                  <th className="r">
                    计日系数 <Symbols text="φ_b" />
                  </th>
                  <th className="r">
                    <Symbols text="N_b · φ_b" />
                    ，人
                  </th>
                  <th className="act two" />
                </tr>
              </thead>
              <tbody>
                {people.map((row, i) => {
                  const rule = String(row.dayRule)
                  return (
                    <tr key={String(row.id)}>
                      <td>
                        <Field bare table="personGroup" row={row} field="label" label={`第 ${i + 1} 类人员`} />
                      </td>
                      <td>
                        <Field
                          bare
                          quantity
                          table="personGroup"
                          row={row}
                          field="headcount"
                          label="人数"
                          drafts={drafts}
                        />
                      </td>
                      <td>
                        <Choose
                          bare
                          table="personGroup"
                          row={row}
                          field="dayRule"
                          label="计日方式"
                          options={Object.entries(DAY_RULES).map(([value, { label }]) => ({ value, label }))}
                        />
                      </td>
                      <td>
                        {rule === 'whole' ? (
                          <p className="r dim cellpad">—</p>
                        ) : (
                          <Field
                            bare
                            quantity
                            table="personGroup"
                            row={row}
                            field="days"
                            label="天数或系数"
                            unit={DAY_RULES[rule]?.unit ?? ''}
                            drafts={drafts}
                          />
                        )}
                      </td>
                      <td className="r">
                        {row.coefficient ? (
                          <NumberLink cell={`people[${i}].dayCoefficient`}>{row.coefficient}</NumberLink>
                        ) : (
                          <span className="dim">—</span>
                        )}
                      </td>
                      <td className="r">
                        {row.average ? (
                          <NumberLink cell={`people[${i}].averageHeadcount`}>{row.average}</NumberLink>
                        ) : (
                          <span className="dim">—</span>
                        )}
                      </td>
                      <RowActs year={detail.year} table="personGroup" row={String(row.id)} of={`第 ${i + 1} 类人员`} />
                    </tr>
                  )
                })}
              </tbody>
              <tfoot>
                <tr>
                  <td colSpan={5}>用能人数 N</td>
                  <td className="r">
                    {figure('energyUserCount') ? (
                      <NumberLink cell="energyUserCount">{figure('energyUserCount')}</NumberLink>
                    ) : (
                      <span className="dim">未报</span>
                    )}
                  </td>
                  <td />
                </tr>
              </tfoot>
            </table>
          )}
        </section>
        <section className="panel form">
          <header>
            <h2>没有明细时</h2>
            <span className="dim">只知道总数时直接录入；与上面的明细只能用一种</span>
          </header>
          <div className="fields">
            <Field
              quantity
              table="year"
              row={yearRow}
              field="energyUserCount"
              label="用能人数"
              unit="人"
              drafts={drafts}
            />
          </div>
        </section>
        <Buildings detail={detail} />
        <section className="panel facts">
          <Fact label="用能人数" cell="energyUserCount" text={figure('energyUserCount')} unit="人" />
          <Fact
            label="剔除特殊用能后"
            cell="energyUserCountInScope"
            text={figure('energyUserCountInScope')}
            unit="人"
          />
          <Fact label="建筑面积" cell="floorArea" text={figure('floorArea')} unit="m²" />
          <Fact label="剔除特殊用能后" cell="floorAreaInScope" text={figure('floorAreaInScope')} unit="m²" />
        </section>
        <Problems detail={detail} stage="people" />
      </div>
    </>
  )
}

type FactProps = {
  readonly label: string
  readonly cell: string
  readonly text: string | null | undefined
  readonly unit: string
}

/** One head number of the evaluation, a link to its derivation. */
export function Fact({ label, cell, text, unit }: FactProps) {
  return (
    <div>
      <p>{label}</p>
      {text ? <NumberLink cell={cell}>{text}</NumberLink> : <span className="dim">未定</span>}{' '}
      <span className="unit">{unit}</span>
    </div>
  )
}
