/** A formula as mathematics sets it: fractions stand over one another, sums have their sign. */
export type Maths =
  | { readonly kind: 'run'; readonly text: string }
  /** A letter with what stands low beside it. */
  | { readonly kind: 'symbol'; readonly letter: string; readonly low: string }
  | { readonly kind: 'fraction'; readonly over: readonly Maths[]; readonly under: readonly Maths[] }
  | { readonly kind: 'sum'; readonly of: readonly Maths[] }
  | { readonly kind: 'brackets'; readonly inner: readonly Maths[] }

/** A document before any file format: sections of blocks, every text as it will be read. */
export type ReportDocument = {
  readonly title: string
  readonly subtitle: string
  /** What identifies the document, line by line, on its first page. */
  readonly identity: readonly (readonly [string, string])[]
  readonly sections: readonly Section[]
  /** Stands at the foot of every page: data version and digest. */
  readonly footer: string
  /** `示例数据` or `草稿`, where that must not be overlooked; `null` for a document that may be handed over. */
  readonly mark: string | null
  /** Which fonts its characters need; simplified Chinese where it says nothing. */
  readonly language?: 'zh-Hant'
}

export type Section = { readonly title: string; readonly blocks: readonly Block[] }

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly cite?: string }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly columns: readonly TableColumn[]
      readonly rows: readonly (readonly string[])[]
      /** The last row is a sum. */
      readonly total?: boolean
      readonly note?: string
    }
  | {
      readonly kind: 'chart'
      readonly title: string
      readonly unit: string
      readonly categories: readonly string[]
      readonly series: readonly { readonly name: string; readonly values: readonly (string | null)[] }[]
      readonly note?: string
    }
  | {
      readonly kind: 'formula'
      readonly title: string
      /** In symbols, with its numbers, and what it comes to. */
      readonly lines: readonly (readonly Maths[])[]
      readonly sentence: string
      readonly cite: string
    }
  | { readonly kind: 'note'; readonly text: string }
  /** Named by the digest of the original; what is printed is its copy. */
  | { readonly kind: 'photos'; readonly photos: readonly { readonly digest: string; readonly caption: string }[] }

export type TableColumn = {
  readonly label: string
  readonly align: 'left' | 'right'
  /** A share of the width. */
  readonly width: number
}
