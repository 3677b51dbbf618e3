import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk } from '../../electron/dispatch.ts'
import { jpegBytes } from '../tool/photos.ts'

/** Adds photos to a visit as fast as they are acknowledged, until somebody kills it. */
const [folder = '', path = '', year = '', visit = '', from = '1'] = process.argv.slice(2)
const desk = new Desk(folder)
desk.open(path)
for (let n = Number(from); ; n++) {
  const handle = n.toString(16).padStart(32, '0')
  writeFileSync(join(folder, `${handle}.incoming`), jpegBytes(n, n, { takenAt: '2024:03:14 14:52:07' }))
  const reply = desk.call('evidence.add', { year, target: `item ${visit} JL-01`, name: `${n}.jpg`, handle })
  if (!reply.ok) throw new Error(reply.message)
  process.send?.(n)
  await new Promise(setImmediate)
}
