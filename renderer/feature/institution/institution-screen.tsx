import { regionOf } from '#core/contract/regions.ts'
import type { Detail, PackView } from '#core/contract/views.ts'
import { useStore } from '../../state.ts'
import { bandText } from '../../text/number.ts'
import { Choose } from '../../ui/choose.tsx'
import { Field } from '../../ui/field.tsx'
import { Problems } from '../../ui/problems.tsx'
import { Buildings } from './buildings.tsx'

/** Identity, class and type, place and zone, period, buildings. */
export function InstitutionScreen({ detail, pack }: { readonly detail: Detail; readonly pack: PackView }) {
  const { institution, yearRow, result } = detail
  const types = pack.classes.find(({ name }) => name === institution.class)?.types ?? []
  const zone = pack.places.find(({ name }) => name === institution.place)?.zone ?? result.row?.zone
  const go = useStore(s => s.go)
  return (
    <>
      <div className="head">
        <h1>机构与建筑</h1>
        <span className="sub">{String(institution.name ?? '') || '还没有名称'}</span>
      </div>
      <div className="pad two scroll">
        <section className="panel form">
          <header>
            <h2>机构</h2>
          </header>
          <div className="fields">
            <Field table="institution" row={institution} field="name" label="名称" />
            <Field table="institution" row={institution} field="code" label="编号" hint="工作簿内不能重复" />
            <Choose
              table="institution"
              row={institution}
              field="class"
              label="机构类别"
              options={pack.classes.map(({ name }) => ({ value: name, label: name }))}
            />
            {types.length > 0 ? (
              <Choose
                table="institution"
                row={institution}
                field="type"
                label="机构类型"
                options={types.map(name => ({ value: name, label: name }))}
              />
            ) : (
              <div className="field">
                <span className="lab">机构类型</span>
                <span className="fixed dim">{institution.class ? '本类不分类型，按面积分档' : '先选机构类别'}</span>
                <p className="say" />
              </div>
            )}
            <Choose
              table="institution"
              row={institution}
              field="place"
              label="所在地"
              options={[
                ...pack.places.map(({ name, zone: z }) => ({ value: name, label: `${name}（${z}）` })),
                ...pack.elsewhere.map(name => ({ value: name, label: `${name}（没有定额）` })),
              ]}
              hint={zone ? `${zone}地区（4.1）` : placeHint(institution.place)}
            />
          </div>
        </section>
        <section className="panel form">
          <header>
            <h2>统计期</h2>
            <span className="dim">须是完整的自然年度</span>
          </header>
          <div className="fields">
            <Field table="year" row={yearRow} field="from" label="起始日" hint="例如 2023-01-01" />
            <Field table="year" row={yearRow} field="to" label="结束日" hint="例如 2023-12-31" />
          </div>
        </section>
        <Buildings detail={detail} />
        <section className="panel form">
          <header>
            <h2>适用的定额行</h2>
          </header>
          <p className="pad14">
            {result.row?.zone ? (
              <>
                {result.row.zone} · {String(institution.class ?? '')}{' '}
                {result.row.type ? `· ${bandText(result.row.type)}` : ''}
                {result.row.type ? null : <span className="dim">还定不下来，见本页的问题</span>}
              </>
            ) : (
              <span className="dim">
                填了类别、所在地{types.length > 0 ? '和类型' : '和建筑面积'}，适用的行会出现在这里。
              </span>
            )}
            <button type="button" className="btn text" onClick={() => go('evaluation')}>
              去定额评价 ›
            </button>
          </p>
        </section>
        <Problems detail={detail} stage="institution" />
      </div>
    </>
  )
}

function placeHint(place: unknown): string {
  if (!place) return '填了才知道气候分区'
  const region = regionOf(String(place))
  return region === null
    ? '看不出在哪个省，现场检查只按全国的条文；请选一个'
    : `不在本标准的气候分区里，没有定额；现场检查按${region}的条文`
}
