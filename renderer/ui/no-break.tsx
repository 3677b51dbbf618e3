/** Text in which a number never breaks over two lines: the thin space between its groups would let it. */
export function NoBreak({ text }: { readonly text: string }) {
  return text.split(/(\d[\d\u2009]*(?:\.\d+)?…?)/).map((part, i) =>
    part.includes('\u2009') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
      <span key={i} className="nobr">
        {part}
      </span>
    ) : (
      part
    ),
  )
}
