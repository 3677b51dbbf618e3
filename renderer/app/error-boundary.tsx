import { Component, type ReactNode } from 'react'

/** A part that fails shows a repair card in its own place; the rest of the screen works on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: string | null }> {
  override state = { failed: null as string | null }

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof Error ? `${error.message}` : String(error) }
  }

  override render() {
    if (this.state.failed === null) return this.props.children
    return (
      <section className="panel repair" role="alert">
        <p>这一部分显示不出来。录入都已保存，其他部分可以照常用。</p>
        <p className="dim">{this.state.failed}</p>
        <button type="button" className="btn" onClick={() => this.setState({ failed: null })}>
          重试
        </button>
      </section>
    )
  }
}
