import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { writeSpreadsheet } from '#core/office/sheet-out.ts'
import { column } from '#core/report/table-column.ts'
import { tableSheets } from '#core/report/table-sheets.ts'
import { recalculated } from '../tool/libre-office.ts'
import { jpegBytes } from '../tool/photos.ts'
import { temporaryFolder } from '../tool/workbook.ts'

const SECTIONS = [
  {
    title: '照片和文件',
    blocks: [
      { kind: 'text', text: '说明一句。' },
      {
        kind: 'photos',
        photos: [
          { digest: 'a', caption: '配电间' },
          { digest: 'b', caption: '走廊' },
        ],
      },
      {
        kind: 'table',
        title: '一张表',
        columns: [column('名称', 'left', 20), column('节约，kWh', 'right', 10), column('比例', 'right', 10)],
        rows: [
          ['很长的一段文字'.repeat(12), '\u22123\u2009000', '4.00'],
          ['没有', '—', '0.00'],
        ],
      },
    ],
  },
] as const

it('numbers below zero and decimals as printed are numbers, long text wraps, photos stand in their cells', async () => {
  const photo = jpegBytes(400, 300)
  const file = join(temporaryFolder(), 'sheets.xlsx')
  const bytes = await writeSpreadsheet(
    { sheets: tableSheets(SECTIONS) },
    { title: '表', at: '2026-01-01T00:00:00Z' },
    new Map([['a', Buffer.from(photo)]]),
  )
  writeFileSync(file, bytes)
  const values = recalculated(file).get('照片和文件')?.values()
  expect([...(values ?? [])]).toEqual(expect.arrayContaining(['-3000', '4', '0', '没有印：文件与加入时不同']))
  const parts = unzipSync(bytes)
  expect(Object.keys(parts).filter(name => name.startsWith('xl/media/'))).toEqual(['xl/media/image1.jpeg'])
  expect(Buffer.from(parts['xl/media/image1.jpeg'] ?? []).equals(photo)).toBe(true)
  const styles = strFromU8(parts['xl/styles.xml'] ?? new Uint8Array())
  expect(styles).toContain('wrapText="1"')
  expect(styles).toMatch(/numFmtId="2"|formatCode="0.00"/)
})
