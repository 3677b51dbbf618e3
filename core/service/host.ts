/** What a host lends to the services: everything that is not pure. */
export type Host = {
  /** SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hexadecimal digits. */
  readonly sha256: (content: string | Uint8Array) => string
  /** The instant, as ISO 8601 text in UTC. */
  readonly now: () => string
  /** A new id, never given before, later ones sorting after earlier ones (UUID version 7). */
  readonly newId: () => string
}
