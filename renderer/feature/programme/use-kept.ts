import { useState } from 'react'
import { useStore } from '../../state.ts'

/** A choice of this workbook that is still there after a reload and after a look at another screen; `null`: not chosen yet. */
export function useKept(name: string): [string | null, (value: string | null) => void] {
  const key = `${useStore(s => s.workbook) ?? ''} ${name}`
  const [value, setValue] = useState(() => sessionStorage.getItem(key))
  const keep = (next: string | null) => {
    if (next === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, next)
    setValue(next)
  }
  return [value, keep]
}
