import { MOST_MEGABYTES, TOO_LARGE } from '#core/contract/audit.ts'
import type { Reply } from '#core/contract/operations.ts'
import { call } from './client.ts'
import { useStore } from './state.ts'

const SMALL = 300
const COPY = 1600
const QUALITY = 0.85

/** What came of adding a file; `null`: it is there, and there is nothing to say. */
type Said = { readonly refused: boolean; readonly message: string } | null

/**
 * Attaches files one after another, the next one on its way while the one before is being taken in. The core looks at the bytes
 * first and refuses what it does not take; only then, behind everything else, is a picture decoded here, to make the small one
 * that screens show and the one for reports, which carries nothing of the camera's notes.
 *
 * @param tell called for each file with what came of it
 */
export async function attach(
  files: readonly File[],
  year: string,
  target: string,
  tell: (file: number, said: Said) => void,
): Promise<void> {
  const { saving } = useStore.getState()
  saving(true)
  adding += 1
  try {
    let coming = files[0] && send(files[0])
    for (const [i, file] of files.entries()) {
      const sent = await coming
      const next = files[i + 1]
      coming = next && send(next)
      if (sent) tell(i, sent.ok ? await take(file, year, target, sent.value) : { refused: true, message: sent.message })
    }
  } finally {
    adding -= 1
    addedAt = performance.now()
    saving(false)
  }
}

/** How many are being attached just now, and when the last of them was. */
let adding = 0
let addedAt = 0

async function take(file: File, year: string, target: string, handle: string): Promise<Said> {
  const added = await call('evidence.add', { year, target, name: file.name, handle })
  if (!added.ok) return { refused: true, message: added.message }
  const { digest, type, pictured, known } = added.value
  if (type !== 'pdf' && !pictured) makeCopies(digest, file)
  return known === null ? null : { refused: false, message: known }
}

const MEGABYTE = 1_000_000

/** Whether a file is more than the workbook takes. */
export const isTooLarge = (file: Blob): boolean => file.size > MOST_MEGABYTES * MEGABYTE

async function send(file: Blob): Promise<Reply<string>> {
  if (isTooLarge(file)) return { ok: false, code: 'unusableFile', message: TOO_LARGE }
  const headers = { 'content-type': 'application/octet-stream' }
  try {
    const response = await fetch('/file?as=evidence', { method: 'POST', headers, body: file })
    if (response.ok) return await response.json()
  } catch {
    // what happened is said below
  }
  return { ok: false, code: 'unusableFile', message: '文件没有传完，没有加入。请再选一次。' }
}

let lastCopies: Promise<void> = Promise.resolve()
const inHand = new Set<string>()
const waiting = new Set<(digest: string, there: boolean) => void>()

/** Tells whenever the copies of a picture were made, or could not be; returns how to stop listening. */
export function onCopies(digest: string, tell: (there: boolean) => void): () => void {
  const listen = (of: string, there: boolean) => {
    if (of === digest) tell(there)
  }
  waiting.add(listen)
  return () => {
    waiting.delete(listen)
  }
}

/** Whether the copies of a picture are still being made. */
export const isInHand = (digest: string): boolean => inHand.has(digest)

/** Makes the copies of a picture, one after another; without `file`, from the original in the workbook. */
export function makeCopies(digest: string, file: Blob | null = null): void {
  if (inHand.has(digest)) return
  inHand.add(digest)
  lastCopies = lastCopies.then(async () => {
    await quiet()
    const there = await picture(digest, file)
    inHand.delete(digest)
    for (const listen of waiting) listen(digest, there)
  })
}

const PAUSE = 50
/** As long as a person takes from one photo to the next. */
const REST = 400

/** Waits until nothing has been added for a moment: a person waits for that, and for nobody's copies. */
async function quiet(): Promise<void> {
  while (adding > 0 || performance.now() - addedAt < REST) await new Promise(done => setTimeout(done, PAUSE))
}

/** Whether the copies of a picture could be made and are kept. One that cannot be decoded stays attached without them. */
async function picture(digest: string, file: Blob | null): Promise<boolean> {
  try {
    const original = file ?? (await originalOf(digest))
    if (original === null) return false
    const image = await createImageBitmap(original, { imageOrientation: 'from-image' })
    await quiet()
    const copies = await Promise.all([SMALL, COPY].map(most => shrunk(image, most)))
    image.close()
    await quiet()
    const [small, copy] = await Promise.all(copies.map(send))
    if (!small?.ok || !copy?.ok) return false
    return (await call('evidence.copies', { digest, small: small.value, copy: copy.value })).ok
  } catch {
    return false
  }
}

async function originalOf(digest: string): Promise<Blob | null> {
  const response = await fetch(`/evidence/${digest}/original`)
  return response.ok ? response.blob() : null
}

function shrunk(image: ImageBitmap, most: number): Promise<Blob> {
  const scale = Math.min(1, most / Math.max(image.width, image.height))
  const canvas = new OffscreenCanvas(Math.max(1, image.width * scale), Math.max(1, image.height * scale))
  const context = canvas.getContext('2d')
  if (context) {
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.imageSmoothingQuality = 'high'
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
  }
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
}
