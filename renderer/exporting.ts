import type { ExportStatus, Format } from '#core/contract/operations.ts'
import { call } from './client.ts'
import { lookAgain, useStore } from './state.ts'

const LOOK_AGAIN = 250

export type Exporting = { readonly job: string; readonly status: ExportStatus }

/** Starts writing reports and follows the export until it ends, whatever screen a person goes to meanwhile. */
export async function startExport(years: readonly string[], formats: readonly Format[]): Promise<void> {
  const started = await call('report.export', { years: [...years], formats: [...formats] })
  if (!started.ok) return useStore.getState().tell(started.message)
  return follow(started.value.job, years.length)
}

async function follow(job: string, total: number): Promise<void> {
  const { exported, tell } = useStore.getState()
  exported({ job, status: { total, done: 0, running: true, files: [], failures: [] } })
  for (;;) {
    const reply = await call('report.status', { job })
    if (!reply.ok) return tell(reply.message)
    exported({ job, status: reply.value })
    if (!reply.value.running) return lookAgain()
    await new Promise(done => setTimeout(done, LOOK_AGAIN))
  }
}

/** The same for the report on a year of a programme. */
export async function startProgrammeExport(
  of: { readonly programme: string; readonly year: string; readonly asOf: string | null },
  formats: readonly Format[],
): Promise<void> {
  const started = await call('programme.export', { ...of, formats: [...formats] })
  if (!started.ok) return useStore.getState().tell(started.message)
  return follow(started.value.job, 1)
}

/** Opens a written file with the program of the system; the browser, which cannot, saves it among its downloads. */
export async function openWritten(handle: string): Promise<void> {
  const reply = await call('file.open', { handle })
  if (reply.ok && reply.value) return
  const link = document.createElement('a')
  link.href = `/file/${handle}`
  link.download = ''
  link.click()
}
