import { useEffect, useRef, useState } from 'react'
import type { FileView, StateView } from '#core/contract/views.ts'
import { bridge, bringIn, call, chooseFile } from '../../client.ts'
import { refresh, useQuery, useStore } from '../../state.ts'
import { dayAndTime } from '../../text/number.ts'
import { Icon } from '../../ui/icon.tsx'
import { ExampleBands } from './example-bands.tsx'

const PROMISES = [
  '看到“已保存”，断电也还在',
  '读不准的数不猜，标出来请您确认',
  '打不开的文件，一个字节都不改',
  '数据不离开这台电脑',
]
const FIRST_STEPS = [
  '打开示例，看十四家机构的等级',
  '改一个数，等级当场变',
  '点任何数字，看推导到条款和账单',
  '导出能改的 Word 报告',
]

/** Three ways in, the workbooks in the folder, and the self-check of the standard. */
export function WelcomeScreen({ state }: { readonly state: StateView }) {
  const go = useStore(s => s.go)
  const files = useQuery('workbook.files', {})
  const [creating, setCreating] = useState(false)
  const [name, setName] = useState('')
  const [year, setYear] = useState(String(new Date().getFullYear() - 1))
  const [message, setMessage] = useState<string | null>(null)
  const nameField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (creating) nameField.current?.focus()
  }, [creating])
  const enter = async (reply: Awaited<ReturnType<typeof call>>) => {
    setMessage(reply.ok ? null : reply.message)
    if (!reply.ok) return
    await refresh()
  }
  const open = async (chosen: Awaited<ReturnType<typeof chooseFile>>) => {
    if (!chosen) return
    if (chosen.ok) await enter(await call('workbook.open', { handle: chosen.value }))
    else setMessage(chosen.message)
  }
  const create = async () => {
    if (name.trim() === '') return setMessage('请写工作簿的名称，例如“2023 年度审计”。')
    if (!/^(19|20)\d{2}$/.test(year)) return setMessage('年度写四位数字，例如 2023。')
    await enter(await call('workbook.create', { name: name.trim(), year }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file may be dropped anywhere on the page
    <div
      className="wel"
      onDragOver={event => event.preventDefault()}
      onDrop={async event => {
        event.preventDefault()
        const [file] = event.dataTransfer.files
        if (file) await open(await bringIn(file))
      }}
    >
      <section className="l">
        <div className="nm">
          <img className="logo" src="/icon.svg" alt="" />
          <span>公共机构能源审计工作台</span>
          <span className="tag dark">示例数据</span>
        </div>
        <h1>
          一次审计，一个文件。
          <br />
          每个数都说得出来处。
        </h1>
        <p className="lead">录入、评价、推导、写报告，都在这台电脑上完成，不联网。</p>
        <ExampleBands />
        <ul>
          {PROMISES.map(text => (
            <li key={text}>
              <Icon name="check" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="rr">
        <div className="acts3">
          <button type="button" className="big p" onClick={() => setCreating(true)}>
            <span className="h">
              <Icon name="plus" />
              新建工作簿
            </span>
            <span className="s">写名称和年度，再添加机构</span>
          </button>
          <button type="button" className="big" onClick={async () => open(await chooseFile())}>
            <span className="h">
              <Icon name="folder" />
              打开
            </span>
            <span className="s">{bridge ? '.eaw 文件，也可拖到这里' : '.eaw 文件，复制进文件夹后打开'}</span>
          </button>
          <button type="button" className="big" onClick={async () => enter(await call('workbook.openSample', {}))}>
            <span className="h">
              <Icon name="play" />
              打开示例
            </span>
            <span className="s">十四家机构，随意改，原件不变</span>
          </button>
        </div>
        {creating ? (
          <form
            className="panel create"
            onSubmit={event => {
              event.preventDefault()
              create()
            }}
          >
            <label>
              名称
              <input
                ref={nameField}
                value={name}
                onChange={event => setName(event.target.value)}
                placeholder="例如 2023 年度审计"
              />
            </label>
            <label>
              年度
              <input className="num" value={year} inputMode="numeric" onChange={event => setYear(event.target.value)} />
            </label>
            <button type="submit" className="btn pri">
              建立
            </button>
            <button type="button" className="btn" onClick={() => setCreating(false)}>
              不建了
            </button>
          </form>
        ) : null}
        <p className="refusal" role="alert">
          {message}
        </p>
        <h2>最近的工作簿</h2>
        <div className="rec">
          {(files ?? []).map(file => (
            <File
              key={file.handle}
              file={file}
              onOpen={async () => enter(await call('workbook.open', { handle: file.handle }))}
            />
          ))}
          {files?.length === 0 ? <p className="none">这里还没有工作簿。可以新建一个，也可以先打开示例看看。</p> : null}
        </div>
        <h2>
          第一次用
          <button type="button" className="btn text" onClick={() => go('help')}>
            半小时上手 ›
          </button>
        </h2>
        <ol className="how">
          {FIRST_STEPS.map((text, i) => (
            <li key={text}>
              <i>{i + 1}</i>
              <span>{text}</span>
            </li>
          ))}
        </ol>
        <div className="pk">
          <Icon name="shield" />
          <b>{state.pack.title}</b>
          {state.pack.number === null ? <span className="tag pending">标准号待核</span> : null}
          <span className="mute num">自检通过，{state.pack.examples} 个算例全部吻合</span>
        </div>
        <p className="foot">
          <button type="button" className="btn text" onClick={() => go('help')}>
            手册 F1
          </button>
          <span className="mute num">版本 {state.version}</span>
        </p>
      </section>
    </div>
  )
}

/** One workbook of the list: where it is, what it holds, and why it cannot be opened if so. */
function File({ file, onOpen }: { readonly file: FileView; readonly onOpen: () => void }) {
  const inside = useQuery('workbook.inspect', { handle: file.handle }, file.note === null)
  const holds = inside ? `${inside.institutions} 家机构，${inside.year} 年度${inside.sample ? '，示例' : ''}` : ''
  return (
    <button type="button" className="it plain" onClick={onOpen}>
      <Icon name={file.note === null ? 'book' : 'alert'} />
      <span className="grow">
        <span className="n ellipsis">{file.name}</span>
        <span className="ellipsis w2">{file.folder}</span>
      </span>
      <span className="x num">
        <span className={`n ellipsis ${file.note === null ? '' : 'sv-w'}`}>{file.note ?? holds}</span>
        <span className="w2">{file.megabytes} MB</span>
      </span>
      <span className="w num">{file.modified === '' ? '' : dayAndTime(file.modified)}</span>
    </button>
  )
}
