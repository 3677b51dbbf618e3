import { Readable } from 'node:stream'
import type { CoreClient } from '../core-client.ts'
import { evidenceAddress, evidenceHeaders, receiveEvidence } from '../evidence.ts'
import { readAsset } from '../page.ts'

export const SCHEME = 'workbench'
/** The only address the window ever shows. */
export const HOME = `${SCHEME}://app/`

/** Answers the window's requests: attached files in and out, and otherwise files of the built interface and nothing else. */
export async function answerRequest(core: CoreClient, folder: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const evidence = url.host === 'app' ? evidenceAddress(url.pathname) : null
  if (evidence !== null) {
    const file = await core.evidence(evidence)
    if (file === null) return new Response('', { status: 404 })
    return new Response(file.bytes, { headers: { ...evidenceHeaders(file.type, file.bytes.length) } })
  }
  if (url.host === 'app' && request.method === 'POST' && url.pathname === '/file' && request.body)
    return Response.json(await receiveEvidence(core.folder, Readable.fromWeb(request.body)))
  const asset = url.host === 'app' ? readAsset(folder, url.pathname) : null
  if (!asset) return new Response('', { status: 404 })
  return new Response(asset.body, { headers: { ...asset.headers } })
}
