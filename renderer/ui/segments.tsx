type Props<Key extends string> = {
  readonly label: string
  readonly parts: readonly (readonly [key: Key, label: string])[]
  readonly chosen: Key
  readonly onChoose: (key: Key) => void
}

/** Parts of a screen side by side, one of them in front. */
export function Segments<Key extends string>({ label, parts, chosen, onChoose }: Props<Key>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {parts.map(([key, title]) => (
        <button
          key={key}
          type="button"
          className={chosen === key ? 'on' : ''}
          aria-pressed={chosen === key}
          onClick={() => onChoose(key)}
        >
          {title}
        </button>
      ))}
    </fieldset>
  )
}
