import { memo, useEffect, useRef, useState } from 'react'
import type { EvidenceView } from '#core/contract/audit.ts'
import { run } from '../client.ts'
import { attach, isInHand, makeCopies, onCopies } from '../evidence.ts'
import { isReadOnly, useStore } from '../state.ts'
import { clockTime } from '../text/number.ts'
import { Icon } from './icon.tsx'

const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf,.heic'

type Props = {
  readonly year: string
  readonly target: string
  readonly evidence: readonly EvidenceView[]
  /** Other places whose files are shown here, too. */
  readonly also?: readonly string[]
  /** The one strip of its page: it takes pasted pictures, and P opens it. */
  readonly takesPaste?: boolean
}

type Tile = { readonly key: number; readonly name: string; readonly message: string | null; readonly refused: boolean }

let lastKey = 0

/** The files attached to something, and the two tiles that add more. A refusal stays in its tile until it is put away. */
export function EvidenceStrip({ year, target, evidence, also = [], takesPaste = false }: Props) {
  const readOnly = useStore(isReadOnly)
  const photo = useRef<HTMLInputElement>(null)
  const any = useRef<HTMLInputElement>(null)
  const [tiles, setTiles] = useState<readonly Tile[]>([])
  const [shown, setShown] = useState<string | null>(null)
  const mine = evidence.filter(file => file.target === target || also.includes(file.target))
  // tiles of another place do not follow the person there
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new target
  useEffect(() => setTiles([]), [target])
  const add = async (files: readonly File[]) => {
    const added = files.map(({ name }) => ({ key: ++lastKey, name, message: null, refused: false }))
    setTiles(now => [...now, ...added])
    await attach(files, year, target, (i, said) => {
      const key = added[i]?.key
      // whoever has gone on is told on the way
      if (said?.refused && shownFor.current !== target) useStore.getState().tell(`${files[i]?.name}：${said.message}`)
      setTiles(now => now.flatMap(tile => (tile.key !== key ? [tile] : said === null ? [] : [{ ...tile, ...said }])))
    })
  }
  const shownFor = useRef<string | null>(target)
  useEffect(() => {
    shownFor.current = target
    return () => {
      shownFor.current = null
    }
  }, [target])
  const adding = useRef(add)
  adding.current = add
  useEffect(() => {
    if (!takesPaste) return
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      void adding.current(files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [takesPaste])
  const chosen = (input: HTMLInputElement | null) => {
    const files = [...(input?.files ?? [])]
    if (input) input.value = ''
    void add(files)
  }
  return (
    <section
      className="ev"
      aria-label="证据"
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        void add([...event.dataTransfer.files])
      }}
    >
      {mine.map(file => (
        <Thumbnail key={file.id} file={file} own={file.target === target && !readOnly} onShow={setShown} />
      ))}
      {tiles.map(tile => (
        <div
          key={tile.key}
          className={`ph tile ${tile.refused ? 'refused' : ''}`}
          role={tile.message ? 'alert' : 'status'}
        >
          <p className="grow">{tile.message === null ? `正在加入 ${tile.name}` : `${tile.name}：${tile.message}`}</p>
          {tile.message === null ? null : (
            <button
              type="button"
              className="btn text"
              onClick={() => setTiles(now => now.filter(({ key }) => key !== tile.key))}
            >
              知道了
            </button>
          )}
        </div>
      ))}
      {readOnly ? null : (
        <>
          <button type="button" className="add" data-add="photo" onClick={() => photo.current?.click()}>
            <Icon name="camera" />
            <span>加照片 {takesPaste ? <kbd>P</kbd> : null}</span>
          </button>
          <button type="button" className="add" onClick={() => any.current?.click()}>
            <Icon name="clip" />
            <span>加文件</span>
          </button>
        </>
      )}
      <input
        ref={photo}
        hidden
        multiple
        type="file"
        aria-label="选择照片"
        accept="image/*"
        onChange={() => chosen(photo.current)}
      />
      <input
        ref={any}
        hidden
        multiple
        type="file"
        aria-label="选择文件"
        accept={ACCEPTED}
        onChange={() => chosen(any.current)}
      />
      {shown === null ? null : <Viewer files={mine} id={shown} onGo={setShown} />}
    </section>
  )
}

/** When it was taken, else when it was added. */
function timeOf({ takenAt, at }: EvidenceView): string {
  return takenAt === null ? clockTime(at) : takenAt.slice(11, 16)
}

type ThumbnailProps = {
  readonly file: EvidenceView
  /** Attached here and not only shown here: it can be taken off. */
  readonly own: boolean
  readonly onShow: (id: string) => void
}

function Picture({ file, own, onShow }: ThumbnailProps) {
  const [state, setState] = useState<'shown' | 'waiting' | 'gone'>(() => (isInHand(file.digest) ? 'waiting' : 'shown'))
  const [made, setMade] = useState(0)
  useEffect(
    () =>
      onCopies(file.digest, there => {
        setState(there ? 'shown' : 'gone')
        setMade(n => n + 1)
      }),
    [file.digest],
  )
  // never the original instead: a hundred photos of twelve megapixels are more than a page can hold
  const onError = () => {
    setState('waiting')
    makeCopies(file.digest)
  }
  const name = file.name.replace(/\.\w+$/, '')
  return (
    <figure className="ph">
      <button
        type="button"
        className="plain shot"
        aria-label={`看大图：${file.name}`}
        onClick={() => (file.type === 'pdf' ? open(file) : onShow(file.id))}
        onKeyDown={event => {
          if (event.key === 'Delete' && own) void run('row.remove', { table: 'evidence', row: file.id })
        }}
      >
        {file.type === 'pdf' ? (
          <span className="pdf">PDF</span>
        ) : state === 'waiting' ? (
          <span className="pdf">正在做小图</span>
        ) : state === 'gone' ? (
          <span className="pdf gone">看不了：文件与加入时不同，或图像有损坏</span>
        ) : (
          <img
            src={`/evidence/${file.digest}/small${made === 0 ? '' : `?${made}`}`}
            alt={file.name}
            onError={onError}
          />
        )}
      </button>
      <figcaption className="num" title={`${file.name}，${file.kilobytes} kB`}>
        <span className="ellipsis">
          {name} {timeOf(file)}
        </span>
        {own ? (
          <button
            type="button"
            className="plain ico"
            aria-label={`取下 ${file.name}`}
            onClick={() => run('row.remove', { table: 'evidence', row: file.id })}
          >
            <Icon name="close" small />
          </button>
        ) : null}
      </figcaption>
    </figure>
  )
}

/** What is attached never changes, so that five hundred of them are not drawn again for the next one. */
const Thumbnail = memo(Picture, (a, b) => a.file.id === b.file.id && a.own === b.own)

function open(file: EvidenceView): void {
  const link = document.createElement('a')
  link.href = `/evidence/${file.digest}/original`
  link.download = file.name
  link.click()
}

type ViewerProps = {
  readonly files: readonly EvidenceView[]
  readonly id: string
  readonly onGo: (id: string | null) => void
}

/** One picture large; arrows walk, Esc closes. */
function Viewer({ files, id, onGo }: ViewerProps) {
  const pictures = files.filter(({ type }) => type !== 'pdf')
  const at = pictures.findIndex(file => file.id === id)
  const file = pictures[at]
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  if (!file) return null
  const walk = (offset: number) => onGo(pictures[at + offset]?.id ?? file.id)
  return (
    <div
      className="viewer"
      role="dialog"
      aria-label={file.name}
      tabIndex={-1}
      ref={box}
      onKeyDown={event => {
        if (event.key === 'ArrowRight') walk(1)
        if (event.key === 'ArrowLeft') walk(-1)
        if (event.key === 'Escape' || event.key === ' ') {
          event.preventDefault()
          onGo(null)
        }
        event.stopPropagation()
      }}
    >
      <img src={`/evidence/${file.digest}/copy`} alt={file.name} />
      <p className="row">
        <span className="grow">
          {file.name}　{file.takenAt === null ? '照片里没有拍摄时间' : `拍摄于 ${file.takenAt}`}
        </span>
        <button type="button" className="btn" onClick={() => open(file)}>
          存原件
        </button>
        <button type="button" className="btn" onClick={() => onGo(null)}>
          关闭
        </button>
      </p>
    </div>
  )
}
