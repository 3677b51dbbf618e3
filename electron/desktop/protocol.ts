import { readAsset } from '../page.ts'

export const SCHEME = 'workbench'
/** The only address the window ever shows. */
export const HOME = `${SCHEME}://app/`

/** Answers the window's requests with files of the built interface and nothing else. */
export function answerRequest(folder: string, address: string): Response {
  const url = new URL(address)
  const asset = url.host === 'app' ? readAsset(folder, url.pathname) : null
  if (!asset) return new Response('', { status: 404 })
  return new Response(asset.body, { headers: { ...asset.headers } })
}
