import ExcelJS from 'exceljs'
import type { CellKind, LiveCell, LiveSheet, LiveWorkbook } from '../report/live-workbook.ts'
import { cleanCellText } from './clean-text.ts'
import { type Pictures, sizeOfJpeg } from './jpeg.ts'
import { normalisedPackage, type PackageInfo } from './package-out.ts'

const FONT = '宋体'
const FILLS: Readonly<Partial<Record<CellKind, string>>> = {
  fact: 'FFEAF0FC',
  pack: 'FFF1F0FA',
  head: 'FFEEF1F5',
}

/** Writes a live workbook as a spreadsheet file: formulas with the values they had, cells a person may change marked. */
export async function writeSpreadsheet(
  { sheets }: Pick<LiveWorkbook, 'sheets'>,
  info: PackageInfo,
  pictures: Pictures = new Map(),
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  // whoever opens it sees the formulas' own results, not ours
  workbook.calcProperties.fullCalcOnLoad = true
  for (const sheet of sheets) writeSheet(workbook, sheet, pictures)
  return normalisedPackage(new Uint8Array(await workbook.xlsx.writeBuffer()), info)
}

function writeSheet(
  workbook: ExcelJS.Workbook,
  { name, widths, rows, wraps: all }: LiveSheet,
  pictures: Pictures,
): void {
  const sheet = workbook.addWorksheet(name, {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
  })
  sheet.properties.defaultColWidth = COLUMN
  sheet.columns = widths.map(width => ({ width }))
  rows.forEach((cells, r) => {
    const wraps = (c: number) =>
      cells.length > 1 && (all === true || (cells[c]?.kind === 'note' && (widths[c] ?? 0) >= WIDE))
    cells.forEach((cell, c) => {
      if (cell) writeCell(sheet.getCell(r + 1, c + 1), cell, wraps(c))
    })
    const lines = cells.map((cell, c) => (wraps(c) ? Math.ceil(widthOf(cell?.text ?? '') / (widths[c] ?? WIDE)) : 1))
    const picture = cells.findIndex(cell => cell?.picture !== undefined)
    if (picture >= 0) {
      sheet.getRow(r + 1).height = PICTURE_ROW
      addPicture(sheet, pictures.get(cells[picture]?.picture ?? ''), picture, r)
    } else if (Math.max(1, ...lines) > 1) sheet.getRow(r + 1).height = Math.max(...lines) * LINE + 3
  })
}

/** In points, and what of it a picture takes in pixels. */
const PICTURE_ROW = 114
const [MOST_WIDE, MOST_TALL] = [180, 146]
const MARGIN = 0.02

/** Puts a photo into a cell, not larger than that is; one that is not there leaves a sentence. */
function addPicture(sheet: ExcelJS.Worksheet, bytes: Uint8Array | undefined, column: number, row: number): void {
  if (!bytes) {
    sheet.getCell(row + 1, column + 1).value = '没有印：文件与加入时不同'
    return
  }
  const [width, height] = sizeOfJpeg(bytes)
  const scale = Math.min(MOST_WIDE / width, MOST_TALL / height)
  const id = sheet.workbook.addImage({ buffer: new Uint8Array(bytes).buffer, extension: 'jpeg' })
  sheet.addImage(id, {
    tl: { col: column + MARGIN, row: row + MARGIN },
    ext: { width: width * scale, height: height * scale },
    editAs: 'oneCell',
  })
}

/** Widths in characters of the format; a Chinese one takes two. A line of text is so many points high. */
const COLUMN = 16
const WIDE = 20
const LINE = 13.5

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1.1), 0)
}

function writeCell(target: ExcelJS.Cell, cell: LiveCell, wraps: boolean): void {
  const { kind, digits } = cell
  const value = plainValue(cell)
  target.value = cell.formula === undefined ? value : { formula: cell.formula, result: value ?? '' }
  if (kind === 'symbol' && typeof value === 'string' && value.includes('_'))
    target.value = {
      richText: value
        .split(/(_[A-Za-z0-9,]+)/)
        .filter(part => part !== '')
        .map(part =>
          part.startsWith('_')
            ? { text: part.slice(1), font: { name: FONT, size: 10, vertAlign: 'subscript' as const } }
            : { text: part, font: { name: FONT, size: 10 } },
        ),
    }
  target.font = {
    name: FONT,
    size: kind === 'title' ? 14 : 10,
    bold: kind === 'title' || kind === 'head' || kind === 'result',
  }
  const fill = FILLS[kind]
  if (fill) target.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: fill } }
  if (digits !== undefined) target.numFmt = digits === 0 ? '0' : `0.${'0'.repeat(digits)}`
  if (kind !== 'title' && kind !== 'note' && kind !== 'symbol') {
    const line = { style: 'thin' as const, color: { argb: 'FFB9C2CE' } }
    target.border = { top: line, left: line, bottom: line, right: line }
  }
  target.alignment = {
    vertical: 'middle',
    horizontal: typeof value === 'number' || cell.right ? 'right' : 'left',
    wrapText: wraps,
  }
}

/** The one place where an exact number becomes the double that the file format holds. */
function plainValue({ number, text }: LiveCell): string | number | null {
  if (number !== undefined && number !== null) return Number(number)
  return text === undefined || text === null || text === '' ? null : cleanCellText(text)
}
