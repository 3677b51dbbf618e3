import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EvidenceView } from '#core/contract/audit.ts'
import type { ListView } from '#core/contract/views.ts'
import { CoreClient } from '../../electron/core-client.ts'
import { Desk } from '../../electron/dispatch.ts'
import { serve } from '../../electron/loopback/server.ts'
import { ROOT } from '../tool/fujian.ts'
import { jpegBytes, pdfBytes } from '../tool/photos.ts'
import { temporaryFolder } from '../tool/workbook.ts'

const PHOTOS = 50

function visited(folder: string): { desk: Desk; path: string; year: string; visit: string } {
  const desk = new Desk(folder)
  const ask = <T>(name: string, input: unknown): T => {
    const reply = desk.call(name, input)
    if (!reply.ok) throw new Error(reply.message)
    return reply.value as T
  }
  ask('workbook.openSample', {})
  const year = ask<ListView>('institution.list', { since: 0 }).rows[0]?.year ?? ''
  const { id } = ask<{ id: string }>('visit.begin', { year })
  return { desk, path: desk.path ?? '', year, visit: id }
}

describe('fifty photos', () => {
  it('added by a process that is killed again and again: none acknowledged is lost, none is half there', async () => {
    const folder = temporaryFolder()
    const { desk, path, year, visit } = visited(folder)
    desk.close()
    let acknowledged = 0
    for (let kill = 0; acknowledged < PHOTOS; kill++) {
      const child: ChildProcess = fork(join(import.meta.dirname, 'adding-process.ts'), [
        folder,
        path,
        year,
        visit,
        `${acknowledged + 1}`,
      ])
      await new Promise<void>(resolve => {
        child.on('message', n => {
          acknowledged = Math.max(acknowledged, Number(n))
          // after every second one, somewhere in the work on the next
          if (acknowledged % 2 === 0) setTimeout(() => child.kill('SIGKILL'), kill % 7)
        })
        child.on('exit', () => resolve())
      })
    }
    const again = new Desk(folder)
    again.open(path)
    const listed = again.call('evidence.list', { year })
    const names = (listed.ok ? (listed.value as readonly EvidenceView[]) : []).map(file => file.name)
    const wanted = Array.from({ length: acknowledged }, (_, i) => `${i + 1}.jpg`)
    expect(wanted.filter(name => !names.includes(name))).toEqual([])
    // the one that was under way when it was killed may be there, whole
    expect(names.length - acknowledged).toBeLessThanOrEqual(1)
    expect(again.call('workbook.check', {})).toMatchObject({ ok: true, value: [] })
    again.close()
  }, 120_000)
})

describe('a file on its way into the workbook', () => {
  it('that was never attached is swept an hour later, and not before', () => {
    const folder = temporaryFolder()
    const [old, fresh] = [`${'0'.repeat(32)}.incoming`, `${'1'.repeat(32)}.incoming`]
    for (const name of [old, fresh, 'mine.incoming']) writeFileSync(join(folder, name), 'x')
    const before = new Date(Date.now() - 2 * 3_600_000)
    for (const name of [old, 'mine.incoming']) utimesSync(join(folder, name), before, before)
    new Desk(folder).close()
    expect(readdirSync(folder).sort()).toEqual([fresh, 'mine.incoming'])
  })

  it('is taken from our own page only, and sent as a picture that runs nothing', async () => {
    const folder = temporaryFolder()
    const core = new CoreClient(folder, null)
    const loopback = await serve(core, join(ROOT, '.build', 'renderer'))
    const { origin } = new URL(loopback.address)
    const first = await fetch(loopback.address, { redirect: 'manual' })
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    const ask = async <T>(name: string, input: unknown): Promise<T> => {
      const reply = await core.call(name, input)
      if (!reply.ok) throw new Error(reply.message)
      return reply.value as T
    }
    await ask('workbook.openSample', {})
    const year = (await ask<ListView>('institution.list', { since: 0 })).rows[0]?.year ?? ''
    const { id: visit } = await ask<{ id: string }>('visit.begin', { year })
    const send = (bytes: Uint8Array<ArrayBuffer>, from = origin) =>
      fetch(`${origin}/file?as=evidence`, {
        method: 'POST',
        headers: { cookie, origin: from, 'content-type': 'application/octet-stream' },
        body: bytes,
      })
    expect((await send(new Uint8Array(1), 'http://evil.example')).status).toBe(403)
    const add = async (bytes: Uint8Array, name: string) => {
      const { value } = (await (await send(Uint8Array.from(bytes))).json()) as { value: string }
      return ask<{ digest: string }>('evidence.add', { year, target: `item ${visit} JL-01`, name, handle: value })
    }
    // a photo that is also a web page, and a PDF with a script in it
    const polyglot = Uint8Array.from([...jpegBytes(9, 9), ...Buffer.from('<script>alert(1)</script>'), 0xff, 0xd9])
    const photo = await add(polyglot, '照片.html')
    const paper = await add(pdfBytes(), '合同.pdf')
    const get = (path: string) => fetch(`${origin}${path}`, { headers: { cookie } })
    const shown = await get(`/evidence/${photo.digest}/original`)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(polyglot)
    expect((await get(`/evidence/${paper.digest}/original`)).headers.get('content-disposition')).toBe('attachment')
    expect((await get(`/evidence/${'0'.repeat(64)}/original`)).status).toBe(404)
    expect((await fetch(`${origin}/evidence/${photo.digest}/original`)).status).toBe(403)
    expect(readdirSync(folder).filter(name => name.endsWith('.incoming'))).toEqual([])
    loopback.close()
    core.close()
  })
})
