type Props = { readonly label: string; readonly find: string; readonly onFind: (find: string) => void }

/** What is looked for in a table. */
export function FindField({ label, find, onFind }: Props) {
  return (
    <input
      className="btn"
      type="search"
      aria-label={label}
      placeholder={label}
      value={find}
      onChange={event => onFind(event.target.value)}
    />
  )
}
