import type { Cell } from '#core/contract/cell.ts'
import type { Language, Term } from '#core/contract/terms.ts'
import type { Cells, Sum } from '#core/standard/cells.ts'
import type { FormulaCase } from '#core/standard/formula/tree.ts'
import type { ProgrammePack } from './pack.ts'

/** What every finished sheet of a programme says of its cells when it is explained. */
export abstract class ProgrammeSheet {
  readonly grading = null
  protected abstract readonly pack: ProgrammePack
  protected abstract readonly cells: Cells

  get language(): Language {
    return this.pack.document.language
  }

  get terms(): ReadonlyMap<string, Term> {
    return this.pack.terms
  }

  cell(id: string): Cell | null {
    return this.cells.cell(id)
  }

  caseOf(cell: Cell): FormulaCase | null {
    return this.cells.caseOf(cell)
  }

  casesOf(cell: Cell): readonly FormulaCase[] {
    return this.cells.casesOf(cell)
  }

  operand(cell: Cell, name: string): Cell | null {
    const id = this.cells.operandId(cell, name)
    return id === null ? null : this.cell(id)
  }

  sumCells(sum: Sum): readonly Cell[] {
    return this.cells.sumCells(sum)
  }

  /** A text value as the pack writes it. */
  word(term: string, value: string): string {
    const { words } = this.pack.document.terms[term] ?? {}
    return words && Object.hasOwn(words, value) ? (words[value] ?? value) : value
  }
}
