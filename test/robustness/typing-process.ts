import { Desk } from '../../electron/dispatch.ts'

/** Types numbers into a workbook as fast as they are acknowledged, until somebody kills it. */
const [folder = '', path = '', table = '', row = '', from = '1'] = process.argv.slice(2)
const desk = new Desk(folder)
desk.open(path)
for (let n = Number(from); ; n++) {
  const reply = desk.call('field.set', { table, row, field: 'floorArea', typed: String(n) })
  if (!reply.ok) throw new Error(reply.message)
  process.send?.(n)
  await new Promise(setImmediate)
}
