import type { EvidenceType } from '#core/contract/audit.ts'
import { parseDate } from '../quantity/date.ts'
import { compare, count, type Decimal, decimal, ZERO } from '../quantity/decimal.ts'
import { roundByGb8170 } from '../quantity/rounding.ts'

/** What the first bytes of a file say: nothing is decoded before this has been read. */
export type EvidenceFile =
  | {
      readonly ok: true
      readonly type: EvidenceType
      /** In pixels; 0 for a PDF. */
      readonly width: number
      readonly height: number
      /** Local time on the camera, `2024-03-14 14:52:07`; `null` where the file does not say. */
      readonly takenAt: string | null
      /** Where, as the camera noted it: `北纬 28°12′30.50″，东经 112°58′20.00″`; `null` where the file does not say. */
      readonly takenIn: string | null
    }
  | { readonly ok: false; readonly message: string }

const MOST_PIXELS = 120_000_000

const refuse = (message: string): EvidenceFile => ({ ok: false, message })

const CUT_OFF = '文件不完整，可能没有传完，没有加入。请从手机或相机重新复制。'
const HEIC = 'HEIC 格式打不开，没有加入。请在手机上把相机格式改为“兼容性最佳”，或另存为 JPEG 再加。'
const OTHER = '这不是照片（JPEG、PNG、WebP）也不是 PDF，没有加入。类型按内容认，与扩展名无关。'

/**
 * Tells what a file is by its content, whether it is whole and how large its picture is. Takes JPEG, PNG, WebP and PDF; an
 * SVG, a web page or a program under another name is none of them.
 */
export function inspectEvidence(bytes: Uint8Array): EvidenceFile {
  if (bytes.length === 0) return refuse('文件是空的，没有加入。请重新选择。')
  const found = readJpeg(bytes) ?? readPng(bytes) ?? readWebp(bytes) ?? readPdf(bytes)
  if (found === null) return refuse(isHeic(bytes) ? HEIC : OTHER)
  if (!found.ok || found.type === 'pdf') return found
  const { width, height } = found
  if (width === 0 || height === 0) return refuse(CUT_OFF)
  if (width * height > MOST_PIXELS)
    return refuse(`照片有 ${width} × ${height} 像素，太大，没有加入。请另存为不超过 1.2 亿像素的照片。`)
  return found
}

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const word = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
const long = (bytes: Uint8Array, at: number) => word(bytes, at) * 65_536 + word(bytes, at + 2)
const littleWord = (bytes: Uint8Array, at: number) => (bytes[at + 1] ?? 0) * 256 + (bytes[at] ?? 0)
const littleLong = (bytes: Uint8Array, at: number) => littleWord(bytes, at + 2) * 65_536 + littleWord(bytes, at)

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const APP1 = 0xe1
const EXIF_HEAD = 'Exif\u0000\u0000'
/** Between the frame headers stand three markers that are none. */
const NO_FRAME = [0xc4, 0xc8, 0xcc]

function readJpeg(bytes: Uint8Array): EvidenceFile | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return null
  let [width, height] = [0, 0]
  let notes: CameraNotes = NO_NOTES
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined) return refuse(CUT_OFF)
    if (marker === START_OF_SCAN) break
    const length = word(bytes, at + 2)
    if (length < 2 || at + 2 + length > bytes.length) return refuse(CUT_OFF)
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker))
      [height, width] = [word(bytes, at + 5), word(bytes, at + 7)]
    if (marker === APP1 && text(bytes, at + 4, at + 10) === EXIF_HEAD)
      notes = cameraNotes(bytes.subarray(at + 10, at + 2 + length))
    at += 2 + length
  }
  // the picture ends after its scan; an end before it is the end of a preview inside
  for (let end = bytes.length - 2; end > at; end--)
    if (bytes[end] === 0xff && bytes[end + 1] === END_OF_IMAGE)
      return { ok: true, type: 'jpeg', width, height, ...notes }
  return refuse(CUT_OFF)
}

/** Whether a JPEG carries what a camera wrote beside the picture, such as where it was taken. */
export function hasCameraNotes(bytes: Uint8Array): boolean {
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN && at + 4 < bytes.length; )
    if (bytes[at + 1] === APP1) return true
    else at += 2 + word(bytes, at + 2)
  return false
}

type CameraNotes = { readonly takenAt: string | null; readonly takenIn: string | null }
const NO_NOTES: CameraNotes = { takenAt: null, takenIn: null }

const EXIF_FOLDER = 0x8769
const GPS_FOLDER = 0x8825
const ORIGINAL_TIME = 0x9003
const [LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE] = [1, 2, 3, 4]
const ENTRY = 12
const RATIONAL = 8

/** When and where the picture was taken, from its Exif block (a TIFF file of its own). */
function cameraNotes(tiff: Uint8Array): CameraNotes {
  const order = text(tiff, 0, 2)
  if (order !== 'II' && order !== 'MM') return NO_NOTES
  const [short, whole] = order === 'II' ? [littleWord, littleLong] : [word, long]
  /** Where the value of a tag stands, or the address that stands there. */
  const entryIn = (folder: number | null, tag: number): number | null => {
    if (folder === null) return null
    const count = short(tiff, folder)
    for (let i = 0; i < count; i++) {
      const entry = folder + 2 + i * ENTRY
      if (entry + ENTRY > tiff.length) return null
      if (short(tiff, entry) === tag) return entry + 8
    }
    return null
  }
  const addressIn = (folder: number | null, tag: number): number | null => {
    const at = entryIn(folder, tag)
    return at === null ? null : whole(tiff, at)
  }
  const first = whole(tiff, 4)
  const at = addressIn(addressIn(first, EXIF_FOLDER), ORIGINAL_TIME)
  const [, year, month, day, time] =
    /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(at === null ? '' : text(tiff, at, at + 19)) ?? []
  const known = year !== undefined && parseDate(`${year}-${month}-${day}`) !== null

  const gps = addressIn(first, GPS_FOLDER)
  const angle = (sideTag: number, tag: number, most: string, sides: Readonly<Record<string, string>>) => {
    const side = entryIn(gps, sideTag)
    const from = addressIn(gps, tag)
    const name = side === null ? undefined : sides[text(tiff, side, side + 1)]
    if (name === undefined || from === null || from + 3 * RATIONAL > tiff.length) return null
    const parts = [0, 1, 2].map(i => [whole(tiff, from + i * RATIONAL), whole(tiff, from + i * RATIONAL + 4)] as const)
    return angleText(name, parts, decimal(most))
  }
  const latitude = angle(LATITUDE_SIDE, LATITUDE, '90', { N: '北纬', S: '南纬' })
  const longitude = angle(LONGITUDE_SIDE, LONGITUDE, '180', { E: '东经', W: '西经' })
  return {
    takenAt: known ? `${year}-${month}-${day} ${time}` : null,
    takenIn: latitude !== null && longitude !== null ? `${latitude}，${longitude}` : null,
  }
}

/** Degrees, minutes and seconds as fractions, of which cameras fill the last ones or not. */
function angleText(side: string, parts: readonly (readonly [number, number])[], most: Decimal): string | null {
  if (parts.some(([, below]) => below === 0)) return null
  const sixty = decimal('60')
  const [degrees = ZERO, minutes = ZERO, seconds = ZERO] = parts.map(([above, below]) => count(above).div(count(below)))
  const whole = degrees.times(sixty).plus(minutes).times(sixty).plus(seconds)
  if (compare(whole, most.times(sixty).times(sixty)) > 0) return null
  const cents = decimal(roundByGb8170(whole, 2))
  const minute = cents.divToInt(sixty)
  return `${side} ${minute.divToInt(sixty)}°${minute.mod(sixty)}′${roundByGb8170(cents.mod(sixty), 2)}″`
}

function readPng(bytes: Uint8Array): EvidenceFile | null {
  if (text(bytes, 0, 8) !== '\u0089PNG\r\n\u001a\n') return null
  if (text(bytes, 12, 16) !== 'IHDR') return refuse(CUT_OFF)
  const [width, height] = [long(bytes, 16), long(bytes, 20)]
  let notes = NO_NOTES
  for (let at = 8; at + 12 <= bytes.length; at += 12 + long(bytes, at)) {
    const type = text(bytes, at + 4, at + 8)
    if (type === 'eXIf') notes = cameraNotes(bytes.subarray(at + 8, at + 8 + long(bytes, at)))
    if (type === 'IEND') return { ok: true, type: 'png', width, height, ...notes }
  }
  return refuse(CUT_OFF)
}

function readWebp(bytes: Uint8Array): EvidenceFile | null {
  if (text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 12) !== 'WEBP') return null
  if (littleLong(bytes, 4) + 8 > bytes.length) return refuse(CUT_OFF)
  const found = (width: number, height: number): EvidenceFile => ({
    ok: true,
    type: 'webp',
    width,
    height,
    ...webpNotes(bytes),
  })
  switch (text(bytes, 12, 16)) {
    case 'VP8 ':
      return found(littleWord(bytes, 26) % 16_384, littleWord(bytes, 28) % 16_384)
    case 'VP8L': {
      const packed = littleLong(bytes, 21)
      return found((packed % 16_384) + 1, (((packed - (packed % 16_384)) / 16_384) % 16_384) + 1)
    }
    case 'VP8X': {
      const three = (at: number) => littleWord(bytes, at) + (bytes[at + 2] ?? 0) * 65_536
      return found(three(24) + 1, three(27) + 1)
    }
    default:
      return refuse(CUT_OFF)
  }
}

/** The chunk a camera's notes stand in; some programs write the head of a JPEG's before them. */
function webpNotes(bytes: Uint8Array): CameraNotes {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = littleLong(bytes, at + 4)
    const chunk = bytes.subarray(at + 8, at + 8 + length)
    if (text(bytes, at, at + 4) === 'EXIF')
      return cameraNotes(text(chunk, 0, 6) === EXIF_HEAD ? chunk.subarray(6) : chunk)
    at += 8 + length + (length % 2)
  }
  return NO_NOTES
}

const TAIL = 2048

function readPdf(bytes: Uint8Array): EvidenceFile | null {
  if (!text(bytes, 0, 1024).includes('%PDF-')) return null
  if (!text(bytes, Math.max(0, bytes.length - TAIL), bytes.length).includes('%%EOF')) return refuse(CUT_OFF)
  return { ok: true, type: 'pdf', width: 0, height: 0, ...NO_NOTES }
}

function isHeic(bytes: Uint8Array): boolean {
  return text(bytes, 4, 8) === 'ftyp' && /^(hei|hev|mif1|msf1|avi)/.test(text(bytes, 8, 12))
}
