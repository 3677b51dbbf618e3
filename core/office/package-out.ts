import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { cleanText } from './clean-text.ts'

/** What the properties of a document say of it; nothing else about the machine or the person goes in. */
export type PackageInfo = {
  readonly title: string
  /** When it was made, ISO 8601. */
  readonly at: string
  /** Fonts by other names, where the characters need them. */
  readonly fonts?: ReadonlyMap<string, string>
}

/** What has the characters of Taiwan, on the machines that are used there. */
export const TRADITIONAL_FONTS: ReadonlyMap<string, string> = new Map([
  ['宋体', '新細明體'],
  ['黑体', '微軟正黑體'],
])

/** The earliest time a zip can hold: every part carries the same. */
const NO_TIME = '1980-01-01T00:00:00'
const PROGRAM = '公共机构能源审计工作台'

/** Names that the document library draws at random or counts over all its documents, and what they are called instead. */
const DRAWN: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/(?<=(?:Id|r:id)=")rId[\w-]{16,}/g, 'rIdChart'],
  [/(?<=(?:w:anchor|w:name)="|<w:instrText[^>]*>PAGEREF )_Toc\d+/g, '_Toc'],
  [/(?<=<w:bookmark[^>]*w:id=")\d+/g, ''],
  [/(?<=<wp:docPr id=")\d+/g, ''],
]

/**
 * Makes an office package repeatable: parts sorted, all with the same time, relationships numbered, and our own properties, in
 * embedded packages too. The same content gives the same bytes.
 */
export function normalisedPackage(bytes: Uint8Array, info: PackageInfo): Uint8Array {
  const parts = unzipSync(bytes)
  parts['docProps/core.xml'] = strToU8(coreProperties(info))
  if (parts['docProps/app.xml']) parts['docProps/app.xml'] = strToU8(APP_PROPERTIES)
  const names = DRAWN.map(() => new Map<string, string>())
  const same = (name: string, part: Uint8Array) => {
    if (name.endsWith('.xlsx')) return normalisedPackage(part, info)
    return /\.(xml|rels)$/.test(name) ? strToU8(numbered(withFonts(strFromU8(part), info.fonts), names)) : part
  }
  // folders are no parts
  const sorted = Object.keys(parts)
    .filter(name => !name.endsWith('/'))
    .sort(byPart)
  return zipSync(Object.fromEntries(sorted.map(name => [name, same(name, parts[name] ?? new Uint8Array())])), {
    mtime: NO_TIME,
    level: 6,
  })
}

function numbered(xml: string, names: readonly Map<string, string>[]): string {
  return DRAWN.reduce((text, [pattern, prefix], i) => {
    const known = names[i] ?? new Map()
    return text.replace(pattern, drawn => {
      const name = known.get(drawn) ?? `${prefix}${known.size + 1}`
      known.set(drawn, name)
      return name
    })
  }, xml)
}

function withFonts(xml: string, fonts: PackageInfo['fonts']): string {
  if (!fonts) return xml
  return [...fonts].reduce((text, [from, to]) => text.replaceAll(`"${from}"`, `"${to}"`), xml)
}

/** The list of contents stands first, as readers expect. */
function byPart(a: string, b: string): number {
  const first = '[Content_Types].xml'
  if (a === first || b === first) return a === first ? -1 : 1
  return a < b ? -1 : 1
}

function coreProperties({ title, at }: PackageInfo): string {
  const when = `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>${PROGRAM}</dc:creator><cp:lastModifiedBy>${PROGRAM}</cp:lastModifiedBy>${when}</cp:coreProperties>`
}

const APP_PROPERTIES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>${PROGRAM}</Application></Properties>`

function xmlText(text: string): string {
  return cleanText(text, 250).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
