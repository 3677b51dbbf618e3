/** The widths of a table's columns, so that nothing jumps when a line comes or goes. */
export function Columns({ widths }: { readonly widths: readonly (readonly [name: string, width: string])[] }) {
  return (
    <colgroup>
      {widths.map(([name, width]) => (
        <col key={name} style={{ width }} />
      ))}
    </colgroup>
  )
}
