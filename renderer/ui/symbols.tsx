import { Fragment } from 'react'

/** A formula in symbols, what follows an underscore set low. */
export function Symbols({ text }: { readonly text: string }) {
  return (
    <i className="symbols">
      {text.split(/(_[A-Za-z0-9,]+)/).map((part, i) =>
        part.startsWith('_') ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
          <sub key={i}>{part.slice(1)}</sub>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
          <Fragment key={i}>{part}</Fragment>
        ),
      )}
    </i>
  )
}
