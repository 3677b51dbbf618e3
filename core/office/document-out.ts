import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  type IRunOptions,
  LineRuleType,
  MathFraction,
  MathRoundBrackets,
  MathRun,
  MathSubScript,
  MathSum,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  Math as WordMath,
} from 'docx'
import { ChartRun } from 'docx/charts'
import { estimatePageNumbersWith } from 'docx/layout'
import type { Block, Maths, ReportDocument, TableColumn } from '#core/contract/report.ts'
import { cleanText } from './clean-text.ts'
import { type Pictures, sizeOfJpeg } from './jpeg.ts'
import { normalisedPackage, type PackageInfo, TRADITIONAL_FONTS } from './package-out.ts'

const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体', cs: 'Times New Roman' }
const HEADING_FONT = { ...FONT, eastAsia: '黑体' }
const MOST_IN_RUN = 20_000
const MOST_IN_HEAD = 30
/** Rows of a table that is not torn apart between two pages. `cantSplit` would do it by row, but LibreOffice then loses rows. */
const KEPT_TOGETHER = 12
/** Half points, twentieths of a point: the units of the format. */
const BODY = 21
const SMALL = 18
const PAGE = { width: 11_906, height: 16_838, margin: 1_417 }
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin
/** Pixels of the format: what half a page can hold. */
const MOST_WIDE = 280
const MOST_TALL = 230
const GREYS = ['404040', 'BFBFBF', '8C8C8C', 'E0E0E0', '6B6B6B', 'D0D0D0', 'A6A6A6', '2B2B2B']

/** What the document says of itself. */
type Words = Readonly<Record<'contents' | 'table' | 'figure' | 'note' | 'page', string>>
const SIMPLIFIED: Words = { contents: '目录', table: '表', figure: '图', note: '注', page: '页' }
const TRADITIONAL: Words = { contents: '目錄', table: '表', figure: '圖', note: '註', page: '頁' }

type Math = ConstructorParameters<typeof WordMath>[0]['children'][number]

/** Writes a report as a Word document: native tables, maths and charts, contents with page numbers, no field left to update. */
export async function writeDocument(
  report: ReportDocument,
  info: PackageInfo,
  pictures: Pictures = new Map(),
): Promise<Uint8Array> {
  const words = report.language === 'zh-Hant' ? TRADITIONAL : SIMPLIFIED
  const writer = new Writer(pictures, words)
  const children = [
    ...writer.cover(report),
    ...report.sections.flatMap((section, i) => [
      heading(`${i + 1}　${section.title}`, i),
      ...section.blocks.flatMap(block => writer.block(block, i + 1)),
    ]),
  ]
  const document = new Document({
    title: report.title,
    creator: '公共机构能源审计工作台',
    pageNumbers: estimatePageNumbersWith({ guess: true, measureWidth: widthOfText }),
    styles: {
      default: {
        document: {
          run: { font: FONT, size: BODY },
          paragraph: { spacing: { line: 340, lineRule: LineRuleType.AUTO } },
        },
        heading1: {
          run: { font: HEADING_FONT, size: 30, bold: true, color: '000000' },
          paragraph: { spacing: { before: 320, after: 160 }, keepNext: true },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        headers: {
          default: new Header({ children: [line(`${clipped(report.subtitle)}　${report.title}`, report.mark)] }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  small(`${report.footer}　第 `),
                  new TextRun({ children: [PageNumber.CURRENT], size: SMALL, font: FONT }),
                  small(` ${words.page}`),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  })
  const fonts = report.language === 'zh-Hant' ? TRADITIONAL_FONTS : undefined
  return normalisedPackage(new Uint8Array(await Packer.toArrayBuffer(document)), fonts ? { ...info, fonts } : info)
}

/** Numbers tables and charts by chapter as it goes: 表 1-2. */
class Writer {
  readonly #counts = new Map<string, number>()
  readonly #pictures: Pictures
  readonly #words: Words

  constructor(pictures: Pictures, words: Words) {
    this.#pictures = pictures
    this.#words = words
  }

  cover({ title, subtitle, identity, mark }: ReportDocument): (Paragraph | Table | TableOfContents)[] {
    return [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { before: 1200, after: 120 },
        children: [text(subtitle, { size: 36, bold: true, font: HEADING_FONT })],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { after: 480 },
        children: [text(title, { size: 32, font: HEADING_FONT })],
      }),
      ...(mark === null
        ? []
        : [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              spacing: { after: 240 },
              children: [text(`（${mark}）`)],
            }),
          ]),
      table(
        [
          { label: '', align: 'left', width: 26 },
          { label: '', align: 'left', width: 74 },
        ],
        identity,
        { heads: false },
      ),
      new Paragraph({
        spacing: { before: 480, after: 120 },
        children: [text(this.#words.contents, { bold: true, size: 26, font: HEADING_FONT })],
      }),
      new TableOfContents(this.#words.contents, { hyperlink: true, headingStyleRange: '1-1' }),
      new Paragraph({ pageBreakBefore: true, children: [] }),
    ]
  }

  block(block: Block, chapter: number): (Paragraph | Table)[] {
    switch (block.kind) {
      case 'text':
        return [
          new Paragraph({
            indent: { firstLine: 420 },
            spacing: { after: 80 },
            children: [text(block.text), ...(block.cite ? [text(`（${block.cite}）`)] : [])],
          }),
        ]
      case 'note':
        return [
          new Paragraph({
            indent: { left: 420, hanging: 210 },
            spacing: { after: 40, line: 300, lineRule: LineRuleType.AUTO },
            children: [small('· '), small(block.text)],
          }),
        ]
      case 'table':
        return [
          this.#caption(this.#words.table, chapter, block.title, true),
          table(block.columns, block.rows, { heads: true, total: block.total ?? false }),
          ...(block.note ? [under(`${this.#words.note}：${block.note}`)] : [gap()]),
        ]
      case 'chart':
        return [
          new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, children: [chart(block)] }),
          this.#caption(this.#words.figure, chapter, `${block.title}（${block.unit}）`, false),
          ...(block.note ? [under(`${this.#words.note}：${block.note}`)] : []),
        ]
      case 'photos':
        return [this.#photos(block.photos, chapter), gap()]
      case 'formula':
        return [
          new Paragraph({
            spacing: { before: 160, after: 40 },
            keepNext: true,
            children: [text(block.title, { bold: true }), small(`　${block.cite}`)],
          }),
          ...block.lines.map(
            parts =>
              new Paragraph({
                indent: { left: 420 },
                keepNext: true,
                spacing: { after: 30 },
                children: mathsLine(parts),
              }),
          ),
          new Paragraph({
            indent: { left: 420 },
            spacing: { after: 80, line: 300, lineRule: LineRuleType.AUTO },
            children: [small(block.sentence)],
          }),
        ]
    }
  }

  /** Two beside each other, each with its number and what it shows. */
  #photos(photos: readonly { digest: string; caption: string }[], chapter: number): Table {
    const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
    const cells = photos.map(({ digest, caption }, i) => {
      const bytes = this.#pictures.get(digest)
      return new TableCell({
        width: { size: TEXT_WIDTH / 2, type: WidthType.DXA },
        borders: { top: none, bottom: none, left: none, right: none },
        margins: { left: 80, right: 80, top: 80, bottom: 80 },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            keepNext: true,
            children: [bytes ? picture(bytes, caption) : small('没有印：缺缩小的副本，或文件与加入时不同')],
          }),
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { before: 40, line: 280, lineRule: LineRuleType.AUTO },
            children: [small(`照片 ${chapter}-${i + 1}　${caption}`)],
          }),
        ],
      })
    })
    if (cells.length % 2 === 1)
      cells.push(
        new TableCell({ borders: { top: none, bottom: none, left: none, right: none }, children: [new Paragraph({})] }),
      )
    const rows = cells.flatMap((cell, i) => {
      const beside = cells[i + 1]
      return i % 2 === 0 && beside ? [new TableRow({ children: [cell, beside] })] : []
    })
    return new Table({
      layout: TableLayoutType.FIXED,
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths: [TEXT_WIDTH / 2, TEXT_WIDTH / 2],
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows,
    })
  }

  #caption(what: string, chapter: number, title: string, above: boolean): Paragraph {
    const key = `${what} ${chapter}`
    const number = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, number)
    return new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: above,
      spacing: above ? { before: 160, after: 60 } : { before: 40, after: 160 },
      children: [text(`${what} ${chapter}-${number}　${title}`, { size: 20, bold: true, font: HEADING_FONT })],
    })
  }
}

/** A JPEG that fits half the width of a page. */
function picture(bytes: Uint8Array, caption: string): ImageRun {
  const [width, height] = sizeOfJpeg(bytes)
  const scale = Math.min(MOST_WIDE / width, MOST_TALL / height)
  return new ImageRun({
    type: 'jpg',
    data: bytes,
    transformation: { width: Math.max(1, width * scale), height: Math.max(1, height * scale) },
    altText: { name: caption, title: caption, description: caption },
  })
}

function heading(title: string, index: number): Paragraph {
  return new Paragraph({
    heading: HeadingLevel.HEADING_1,
    keepNext: true,
    children: [
      new Bookmark({ id: `chapter-${index + 1}`, children: [text(title, { font: HEADING_FONT, bold: true })] }),
    ],
  })
}

function text(content: string, options: Omit<IRunOptions, 'text' | 'children'> = {}): TextRun {
  // digits of one number never stand on two lines
  const whole = cleanText(content, MOST_IN_RUN).replaceAll('\u2009', '\u202f')
  return new TextRun({ font: FONT, size: BODY, ...options, text: whole })
}

function small(content: string): TextRun {
  return text(content, { size: SMALL })
}

/** A column's label in bold, what follows an underscore set low: `N_b`. */
function labelRuns(label: string): TextRun[] {
  return label
    .split(/(_[A-Za-z]+)/)
    .filter(part => part !== '')
    .map(part =>
      part.startsWith('_')
        ? text(part.slice(1), { size: SMALL, bold: true, subScript: true })
        : text(part, { size: SMALL, bold: true }),
    )
}

/** A name of 300 characters stands whole on the cover; at the head of every page its beginning is enough. */
function clipped(name: string): string {
  const letters = [...name]
  return letters.length > MOST_IN_HEAD ? `${letters.slice(0, MOST_IN_HEAD).join('')}…` : name
}

function line(content: string, mark: string | null): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: '808080', space: 2 } },
    children: [small(mark === null ? content : `${content}　${mark}`)],
  })
}

function under(content: string): Paragraph {
  return new Paragraph({
    spacing: { before: 40, after: 160, line: 280, lineRule: LineRuleType.AUTO },
    children: [small(content)],
  })
}

function gap(): Paragraph {
  return new Paragraph({ spacing: { after: 120, line: 200, lineRule: LineRuleType.AUTO }, children: [] })
}

function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { heads, total = false }: { readonly heads: boolean; readonly total?: boolean },
): Table {
  const whole = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => (TEXT_WIDTH * width - ((TEXT_WIDTH * width) % whole)) / whole)
  const kept = rows.length <= KEPT_TOGETHER
  const cell = (content: string, i: number, bold: boolean, shaded: boolean, last: boolean) =>
    new TableCell({
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 80, right: 80, top: 30, bottom: 30 },
      ...(shaded ? { shading: { fill: 'EDEDED' } } : {}),
      children: [
        new Paragraph({
          keepNext: kept && !last && i === 0,
          spacing: { line: 280, lineRule: LineRuleType.AUTO },
          alignment: columns[i]?.align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: shaded ? labelRuns(content) : [text(content, { size: SMALL, bold })],
        }),
      ],
    })
  const body = rows.map(
    (row, r) =>
      new TableRow({
        cantSplit: true,
        children: row.map((content, i) =>
          cell(
            content,
            i,
            (total && r === rows.length - 1) || (!heads && i === 0),
            !heads && i === 0,
            r === rows.length - 1,
          ),
        ),
      }),
  )
  const head = new TableRow({
    tableHeader: true,
    children: columns.map(({ label }, i) => cell(label, i, true, true, rows.length === 0)),
  })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: heads ? [head, ...body] : body,
  })
}

function chart(block: Extract<Block, { kind: 'chart' }>): ChartRun {
  const { title, unit, categories, series } = block
  return new ChartRun({
    type: 'bar',
    // the first category of a bar chart stands at its foot
    categories: [...categories].reverse(),
    series: series.map(({ name, values }, i) => ({
      name,
      values: values.map(value => (value === null ? null : Number(value))).reverse(),
      color: GREYS[i % GREYS.length] ?? '808080',
    })),
    gapWidth: 60,
    valueAxis: { minimum: 0, title: unit },
    dataLabels: { value: true },
    transformation: { width: 560, height: 90 + categories.length * (series.length * 14 + 12) },
    altText: { name: title, title, description: title },
  })
}

/** A line of plain numbers stays text; an equals sign at its start stands before the maths, which needs two sides. */
function mathsLine(parts: readonly Maths[]): (TextRun | WordMath)[] {
  if (parts.every(part => part.kind === 'run'))
    return [
      text(
        parts
          .map(part => (part.kind === 'run' ? part.text : ''))
          .join('')
          .trim(),
      ),
    ]
  const [first, ...rest] = parts
  if (first?.kind !== 'run' || !/^\s*=\s*$/.test(first.text)) return [new WordMath({ children: parts.map(maths) })]
  return [text('= '), new WordMath({ children: rest.map(maths) })]
}

function maths(part: Maths): Math {
  switch (part.kind) {
    case 'run':
      return new MathRun(cleanText(part.text, MOST_IN_RUN))
    case 'symbol':
      return new MathSubScript({ children: [new MathRun(part.letter)], subScript: [new MathRun(part.low)] })
    case 'fraction':
      return new MathFraction({ numerator: part.over.map(maths), denominator: part.under.map(maths) })
    case 'sum':
      return new MathSum({ children: part.of.map(maths) })
    case 'brackets':
      return new MathRoundBrackets({ children: part.inner.map(maths) })
  }
}

/**
 * How wide text is, for the page numbers of the contents: a Chinese character is one em, a digit or letter of Times New Roman
 * about half of one. The library's own tables give the same pages and take a quarter longer.
 */
function widthOfText(content: string, font: { readonly size: number }): number {
  let ems = 0
  for (const character of content) ems += character > '\u2e7f' ? 1 : character === ' ' ? 0.25 : 0.5
  return ems * font.size
}
