import { call } from '../client.ts'
import { openWritten } from '../exporting.ts'
import { useStore } from '../state.ts'
import { Icon } from './icon.tsx'

const MOST_LISTED = 4

/** How far the last export is, what it wrote and what it could not write. */
export function ExportStatus() {
  const exporting = useStore(s => s.exporting)
  if (!exporting) return null
  const { job, status } = exporting
  const close = () => useStore.getState().exported(null)
  const { total, done, running, files, failures } = status
  return (
    <section className="exports" aria-label="导出" aria-live="polite">
      {running ? (
        <p className="row">
          <progress max={total} value={done} aria-label="导出进度" />
          <span className="num">
            {done}/{total} 家
          </span>
          <button type="button" className="btn" onClick={() => call('report.cancel', { job })}>
            停止
          </button>
        </p>
      ) : (
        <p className="num">
          {done < total ? `已停止：${total} 家里写了 ${done} 家，` : '已写 '}
          {files.length} 个文件
          {files[0] ? <span className="dim wraps">，在 {files[0].folder}</span> : null}
          <button type="button" className="btn text" aria-label="收起导出结果" onClick={close}>
            <Icon name="close" small />
          </button>
        </p>
      )}
      {failures.slice(0, MOST_LISTED).map(text => (
        <p key={text} className="sv-e">
          <Icon name="alert" small /> {text}
        </p>
      ))}
      {running
        ? null
        : files.slice(0, MOST_LISTED).map(file => (
            <button type="button" className="btn text file" key={file.handle} onClick={() => openWritten(file.handle)}>
              {file.name} ›
            </button>
          ))}
      {files.length > MOST_LISTED ? (
        <p className="dim num">其余 {files.length - MOST_LISTED} 个也在这个文件夹里。</p>
      ) : null}
    </section>
  )
}
