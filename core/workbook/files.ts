import type { Sql } from './sql.ts'

/** Which bytes of a picture: as it came in, or one of the copies that screens and reports show. */
export const SIZES = ['original', 'small', 'copy'] as const
export type Size = (typeof SIZES)[number]

/** Keeps the bytes of a file under their digest, once however often it is attached. */
export function keepFile(sql: Sql, digest: string, bytes: Uint8Array): void {
  sql.prepare('INSERT OR IGNORE INTO "file" ("digest", "bytes") VALUES (?, ?)').run(digest, bytes)
}

/** Keeps the copies of a picture, which can be made again at any time. */
export function keepPicture(sql: Sql, digest: string, small: Uint8Array, copy: Uint8Array): void {
  sql.prepare('INSERT OR REPLACE INTO "picture" ("digest", "small", "copy") VALUES (?, ?, ?)').run(digest, small, copy)
}

/** The bytes of a file, or of a copy of its picture; `null`: there are none. */
export function bytesOf(sql: Sql, digest: string, size: Size): Uint8Array | null {
  const query =
    size === 'original'
      ? 'SELECT "bytes" FROM "file" WHERE "digest" = ?'
      : `SELECT "${size}" AS "bytes" FROM "picture" WHERE "digest" = ?`
  return sql.prepare(query).bytes(digest)
}

/** Whether the copies of a picture have been made. */
export function hasCopies(sql: Sql, digest: string): boolean {
  return sql.prepare('SELECT 1 AS "there" FROM "picture" WHERE "digest" = ?').get(digest) !== undefined
}
