import { useRef, useState } from 'react'
import type { Input } from '#core/contract/operations.ts'
import { useQuery } from '../state.ts'
import { EvidenceStrip } from './evidence-strip.tsx'
import { Icon } from './icon.tsx'
import { RemoveRow } from './remove-row.tsx'

type EvidenceProps = { readonly year: string; readonly target: string; readonly of: string }

/** How many files are attached to a line, and the window in which they are looked at and added. */
export function RowEvidence({ year, target, of }: EvidenceProps) {
  const box = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const evidence = useQuery('evidence.list', { year }) ?? []
  const count = evidence.filter(file => file.target === target).length
  return (
    <>
      <button
        type="button"
        className={`plain ico clip ${count > 0 ? 'has' : ''}`}
        aria-label={`${of}的证据，${count} 个`}
        title={count === 0 ? '附证据' : `${count} 个证据`}
        onClick={() => {
          setOpen(true)
          box.current?.showModal()
        }}
      >
        <Icon name="clip" small />
        {count > 0 ? <span className="num">{count}</span> : null}
      </button>
      <dialog
        ref={box}
        className="evidence"
        aria-label={`${of}的证据`}
        onClose={() => setOpen(false)}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'p') box.current?.querySelector<HTMLElement>('[data-add=photo]')?.click()
        }}
      >
        <header>
          <h2>{of}的证据</h2>
          <button type="button" className="btn" onClick={() => box.current?.close()}>
            关闭
          </button>
        </header>
        {open ? <EvidenceStrip year={year} target={target} evidence={evidence} takesPaste /> : null}
        <p className="dim">照片和 PDF 存在工作簿里；也可以拖进来或粘贴。</p>
      </dialog>
    </>
  )
}

type Props = {
  readonly year: string
  readonly table: Input<'row.remove'>['table']
  readonly row: string
  readonly of: string
}

/** What can be done with a line of a ledger: attach evidence, remove it. */
export function RowActs({ year, table, row, of }: Props) {
  return (
    <td className="act two">
      <RowEvidence year={year} target={`${table} ${row}`} of={of} />
      <RemoveRow table={table} row={row} label={`删除${of}`} />
    </td>
  )
}
