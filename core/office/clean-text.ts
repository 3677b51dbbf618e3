/** What no office format holds: control characters but tab and line break, and the two non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to find
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g
/** What spreadsheets read as an escaped character. */
const ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g

/** Text as every document may hold it: half characters and control characters replaced, cut at a length with a mark. */
export function cleanText(text: string, longest: number): string {
  const clean = text.toWellFormed().replace(FORBIDDEN, '\ufffd')
  if (clean.length <= longest) return clean
  return `${clean
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`
}

/** The same for a spreadsheet, where `_x0041_` would be read as a letter. */
export function cleanCellText(text: string): string {
  return cleanText(text, MOST_IN_CELL).replace(ESCAPED, '_x005F_')
}

const MOST_IN_CELL = 32_000
