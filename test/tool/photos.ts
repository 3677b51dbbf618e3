import { deflateSync } from 'node:zlib'

const word = (value: number) => [value >> 8, value & 255]
const long = (value: number) => [...word(value >>> 16), ...word(value & 65_535)]
const ascii = (text: string) => [...Buffer.from(text, 'latin1')]

/** The header of a JPEG of any size, with the camera's time and place if wanted; its scan is a few bytes of nothing. */
export function jpegBytes(width: number, height: number, exif: { takenAt?: string; gps?: boolean } = {}): Uint8Array {
  const frame = [0xff, 0xc0, ...word(17), 8, ...word(height), ...word(width), 3, 1, 34, 0, 2, 17, 1, 3, 17, 1]
  const scan = [0xff, 0xda, ...word(12), 3, 1, 0, 2, 17, 3, 17, 0, 63, 0, 1, 2, 3, 4]
  return Uint8Array.from([
    0xff,
    0xd8,
    ...(exif.takenAt === undefined ? [] : app1(exif.takenAt, exif.gps ?? false)),
    ...frame,
    ...scan,
    0xff,
    0xd9,
  ])
}

/** The segment of a JPEG for an Exif block. */
function app1(takenAt: string, gps: boolean): number[] {
  const body = [...ascii('Exif\u0000\u0000'), ...exifBytes(takenAt, gps)]
  return [0xff, 0xe1, ...word(body.length + 2), ...body]
}

/** An Exif block: big-endian TIFF with the original time, and a place where the photo was taken. */
export function exifBytes(takenAt: string, gps: boolean): number[] {
  const entries = gps ? 2 : 1
  const sub = 8 + 2 + entries * 12 + 4
  const text = sub + 2 + 12 + 4
  return [
    ...ascii('MM'),
    0,
    42,
    ...long(8),
    ...word(entries),
    ...word(0x8769),
    ...word(4),
    ...long(1),
    ...long(sub),
    ...(gps ? [...word(0x8825), ...word(4), ...long(1), ...long(text + 20)] : []),
    ...long(0),
    ...word(1),
    ...word(0x9003),
    ...word(2),
    ...long(20),
    ...long(text),
    ...long(0),
    ...ascii(`${takenAt}\u0000`),
    ...(gps ? gpsFolder(text + 20) : []),
  ]
}

/** 28°12′30.5″ north, 112°58′20″ east, as a folder of a TIFF that begins at `at`. */
function gpsFolder(at: number): number[] {
  const values = at + 2 + 4 * 12 + 4
  const side = (tag: number, letter: string) => [
    ...word(tag),
    ...word(2),
    ...long(2),
    ...ascii(`${letter}\u0000\u0000\u0000`),
  ]
  const angle = (tag: number, from: number) => [...word(tag), ...word(5), ...long(3), ...long(from)]
  const parts = (...fractions: readonly (readonly [number, number])[]) => fractions.flat().flatMap(long)
  return [
    ...word(4),
    ...side(1, 'N'),
    ...angle(2, values),
    ...side(3, 'E'),
    ...angle(4, values + 24),
    ...long(0),
    ...parts([28, 1], [12, 1], [305, 10]),
    ...parts([112, 1], [58, 1], [20, 1]),
  ]
}

/** A PNG that says how large it is; whether the pixels are there is another matter. */
export function pngBytes(width: number, height: number, exif: readonly number[] = []): Uint8Array {
  const chunk = (type: string, data: readonly number[]) => [...long(data.length), ...ascii(type), ...data, 0, 0, 0, 0]
  return Uint8Array.from([
    ...ascii('\u0089PNG\r\n\u001a\n'),
    ...chunk('IHDR', [...long(width), ...long(height), 8, 2, 0, 0, 0]),
    ...(exif.length > 0 ? chunk('eXIf', exif) : []),
    ...chunk('IDAT', [...deflateSync(Buffer.alloc(64))]),
    ...chunk('IEND', []),
  ])
}

export const pdfBytes = (): Uint8Array =>
  Buffer.from('%PDF-1.4\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>\n%%EOF\n')
