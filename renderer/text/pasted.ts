/**
 * The lines and cells of a block copied out of a spreadsheet. A cell that holds a tab, a line break or a quotation mark comes in
 * quotation marks, with those inside doubled; its line breaks become spaces.
 */
export function pastedLines(text: string): string[][] {
  const block = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const lines: string[][] = [[]]
  let at = 0
  while (at <= block.length) {
    const cell = cellAt(block, at)
    lines.at(-1)?.push(cell.text)
    if (block[cell.end] === '\n') lines.push([])
    at = cell.end + 1
  }
  return lines
}

/** The cell that begins at a place, and the place of the sign behind it. */
function cellAt(block: string, from: number): { readonly text: string; readonly end: number } {
  const close = block[from] === '"' ? closingMark(block, from) : -1
  if (close > 0) {
    const text = block.slice(from + 1, close).replaceAll('""', '"')
    return { text: text.replace(/\s*\n\s*/g, ' '), end: close + 1 }
  }
  let end = from
  while (end < block.length && block[end] !== '\t' && block[end] !== '\n') end += 1
  return { text: block.slice(from, end), end }
}

/** Where the quotation mark is that ends a quoted cell; -1: the first one is only a mark. */
function closingMark(block: string, from: number): number {
  let at = block.indexOf('"', from + 1)
  while (at > 0 && block[at + 1] === '"') at = block.indexOf('"', at + 2)
  const behind = block[at + 1]
  return behind === undefined || behind === '\t' || behind === '\n' ? at : -1
}
