/** Width and height in pixels, from the frame header of a JPEG; the copies are our own and always have one. */
export function sizeOfJpeg(bytes: Uint8Array): readonly [number, number] {
  const word = (at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
  for (let at = 2; at + 9 < bytes.length; at += 2 + word(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xc2) return [word(at + 7), word(at + 5)]
  }
  return [4, 3]
}

/** The copies of photos by the digest of their originals. */
export type Pictures = ReadonlyMap<string, Uint8Array>
