import type { Reply } from '#core/contract/operations.ts'
import { call } from './client.ts'
import { useStore } from './state.ts'

const SMALL = 300
const COPY = 1600
const QUALITY = 0.85

/**
 * Attaches a file. The core looks at its bytes first and refuses what it does not take; only then is the picture decoded
 * here, to make the small one that screens show and the one for reports, which carries nothing of the camera's notes.
 *
 * @returns why it was refused, or what is worth knowing; `null`: attached
 */
export async function attach(
  file: File,
  year: string,
  target: string,
): Promise<{ refused: boolean; message: string } | null> {
  const { saving } = useStore.getState()
  saving(true)
  try {
    const sent = await send(file)
    if (!sent.ok) return { refused: true, message: sent.message }
    const added = await call('evidence.add', { year, target, name: file.name, handle: sent.value })
    if (!added.ok) return { refused: true, message: added.message }
    const { digest, type, pictured, known } = added.value
    if (type !== 'pdf' && !pictured) await picture(file, digest)
    return known === null ? null : { refused: false, message: known }
  } finally {
    saving(false)
  }
}

async function send(file: Blob): Promise<Reply<string>> {
  const headers = { 'content-type': 'application/octet-stream' }
  try {
    const response = await fetch('/file?as=evidence', { method: 'POST', headers, body: file })
    if (response.ok) return await response.json()
  } catch {
    // what happened is said below
  }
  return { ok: false, code: 'unusableFile', message: '文件没有传完，没有加入。请再选一次。' }
}

/** A picture that the browser cannot decode stays attached without its copies. */
async function picture(file: File, digest: string): Promise<void> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const copies = await Promise.all([SMALL, COPY].map(most => shrunk(image, most)))
    image.close()
    const [small, copy] = await Promise.all(copies.map(send))
    if (small?.ok && copy?.ok) await call('evidence.copies', { digest, small: small.value, copy: copy.value })
  } catch {
    useStore.getState().tell('照片已加入，小图没有做成；可能文件里的图像有损坏，请打开原件看一下。')
  }
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
