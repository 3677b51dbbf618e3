import '../../../renderer/ui/tokens.css'
import '../../../renderer/ui/screens.css'
import { useCallback, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { EntryGrid } from '../../../renderer/ui/entry-grid.tsx'

const ROWS = Array.from({ length: 2000 }, (_, id) => ({ id, label: `第 ${id + 1} 行` }))
const COLUMNS = Array.from({ length: 40 }, (_, c) => ({
  id: `c${c}`,
  heads: [`第 ${c + 1} 列`, '', 'kWh'] as const,
  label: `第 ${c + 1} 列`,
}))

/** The grid of the application with 80,000 filled cells in memory: what is measured is the component. */
function Page() {
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map())
  const cell = useCallback(
    (column: string, row: number) => ({ state: 'value' as const, text: typed.get(`${column} ${row}`) ?? `${row}000` }),
    [typed],
  )
  return (
    <div className="energy sheet" style={{ height: '100vh', display: 'flex' }}>
      <EntryGrid
        name="bench"
        columns={COLUMNS}
        rows={ROWS}
        cell={cell}
        corner={['', '', '']}
        feet={[]}
        readOnly={false}
        onEdit={async edits =>
          setTyped(before => new Map([...before, ...edits.map(e => [`${e.column} ${e.row}`, e.typed] as const)]))
        }
        onActive={() => {}}
        onRefused={() => {}}
      />
    </div>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Page />)
