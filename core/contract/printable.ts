/** Control characters, line breaks and marks that turn the direction of writing: what must not reach a terminal or a one-line message. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Text from outside on one line: each unprintable character becomes its visible picture (␛, ␊ …) or �. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
  })
}
