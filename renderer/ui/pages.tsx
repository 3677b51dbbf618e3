const PAGE = 100

type Props = { readonly found: number; readonly from: number; readonly onFrom: (from: number) => void }

/** Where one is in a long table, and the way on; nothing while it fits on one page. */
export function Pages({ found, from, onFrom }: Props) {
  if (found <= PAGE) return null
  return (
    <p className="row under">
      <button type="button" className="btn" disabled={from === 0} onClick={() => onFrom(from - PAGE)}>
        前 {PAGE} 行
      </button>
      <span className="num dim">
        {from + 1}～{Math.min(from + PAGE, found)} / {found}
      </span>
      <button type="button" className="btn" disabled={from + PAGE >= found} onClick={() => onFrom(from + PAGE)}>
        后 {PAGE} 行
      </button>
    </p>
  )
}
