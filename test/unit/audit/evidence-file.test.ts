import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectEvidence } from '#core/audit/evidence-file.ts'
import { exifBytes, jpegBytes, pdfBytes, pngBytes } from '../../tool/photos.ts'

const message = (bytes: Uint8Array) => {
  const file = inspectEvidence(bytes)
  return file.ok ? file.type : file.message
}
const riff = (kind: string, body: readonly number[], more: readonly number[] = []) => {
  const bytes = Buffer.from(`RIFF\0\0\0\0WEBP${kind}\0\0\0\0${String.fromCharCode(...body, ...more)}`, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.writeUInt32LE(body.length, 16)
  return bytes
}

describe('evidence', () => {
  it('is JPEG, PNG, WebP or PDF by content, with its size in pixels and the time on the camera', () => {
    expect(inspectEvidence(jpegBytes(4032, 3024, { takenAt: '2024:03:14 14:52:07' }))).toEqual({
      ok: true,
      type: 'jpeg',
      width: 4032,
      height: 3024,
      takenAt: '2024-03-14 14:52:07',
      takenIn: null,
    })
    expect(inspectEvidence(jpegBytes(9, 9, { takenAt: '2024:03:14 14:52:07', gps: true }))).toMatchObject({
      takenAt: '2024-03-14 14:52:07',
      takenIn: '北纬 28°12′30.50″，东经 112°58′20.00″',
    })
    expect(inspectEvidence(jpegBytes(640, 480))).toMatchObject({ width: 640, height: 480, takenAt: null })
    expect(inspectEvidence(pngBytes(1366, 768))).toMatchObject({ type: 'png', width: 1366, height: 768 })
    expect(inspectEvidence(pdfBytes())).toMatchObject({ type: 'pdf' })
    // 176 × 144 in each of the three kinds of WebP
    expect(inspectEvidence(riff('VP8 ', [0, 0, 0, 157, 1, 42, 176, 0, 144, 0]))).toMatchObject({
      width: 176,
      height: 144,
    })
    const packed = 175 + 143 * 16_384
    const little = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >> 24]
    expect(inspectEvidence(riff('VP8L', [47, ...little]))).toMatchObject({ type: 'webp', width: 176, height: 144 })
    expect(inspectEvidence(riff('VP8X', [0, 0, 0, 0, 175, 0, 0, 143, 0, 0]))).toMatchObject({ width: 176, height: 144 })
  })

  it('has the camera’s time and place from a PNG and a WebP, too', () => {
    const taken = { takenAt: '2024-03-14 14:52:07', takenIn: '北纬 28°12′30.50″，东经 112°58′20.00″' }
    const exif = exifBytes('2024:03:14 14:52:07', true)
    expect(inspectEvidence(pngBytes(8, 8, exif))).toMatchObject({ type: 'png', ...taken })
    const extended = [0, 0, 0, 0, 7, 0, 0, 7, 0, 0]
    const chunk = (body: readonly number[]) => [...Buffer.from('EXIF'), body.length, 0, 0, 0, ...body]
    expect(inspectEvidence(riff('VP8X', extended, chunk(exif)))).toMatchObject({ type: 'webp', ...taken })
    expect(inspectEvidence(riff('VP8X', extended, chunk([...Buffer.from('Exif\0\0'), ...exif])))).toMatchObject(taken)
    // a length that leads nowhere is no reason to stop
    expect(inspectEvidence(riff('VP8X', extended, [...Buffer.from('XMP '), 255, 255, 255, 127]))).toMatchObject({
      takenAt: null,
    })
  })

  it('is nothing else, whatever its name: the sentence says what to do', () => {
    expect(message(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))).toContain('不是照片')
    expect(message(Buffer.from('<!doctype html><script>alert(1)</script>'))).toContain('类型按内容认')
    expect(message(Buffer.from('MZ\u0090\u0000'))).toContain('不是照片')
    expect(message(Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0'))).toContain('HEIC')
    expect(message(new Uint8Array())).toContain('空的')
  })

  it('is refused before anything is decoded when it is too large or cut off', () => {
    expect(message(pngBytes(50_000, 50_000))).toContain('50000 × 50000')
    const whole = jpegBytes(100, 100, { takenAt: '2024:03:14 14:52:07' })
    for (let length = 3; length < whole.length; length++)
      expect(message(whole.subarray(0, length)), `${length}`).toContain('不完整')
    expect(message(pngBytes(10, 10).subarray(0, 50))).toContain('不完整')
    expect(message(pdfBytes().subarray(0, 20))).toContain('不完整')
  })

  it('never stops at strange bytes', () => {
    const starts = [
      jpegBytes(9, 9, { takenAt: '2024:03:14 14:52:07', gps: true }),
      pngBytes(9, 9),
      riff('VP8X', [1]),
      pdfBytes(),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }),
        (start, changes) => {
          const bytes = Uint8Array.from(start)
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          expect(typeof inspectEvidence(bytes).ok).toBe('boolean')
        },
      ),
      { numRuns: 2000 },
    )
  })
})
