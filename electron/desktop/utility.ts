import { utilityProcess } from 'electron'
import type { StartCore } from '../core-client.ts'

/** Starts the core as a utility process: a crash of SQLite leaves the window alive. */
export function startUtility(script: string): StartCore {
  return folder => {
    const child = utilityProcess.fork(script, [folder], { serviceName: '工作簿' })
    return {
      get pid() {
        return child.pid
      },
      send: message => {
        if (child.pid === undefined) return false
        child.postMessage(message)
        return true
      },
      onAnswer: listener => {
        child.on('message', listener)
      },
      onExit: listener => {
        child.on('exit', listener)
      },
      end: () => {
        child.kill()
      },
      kill: () => {
        child.kill()
      },
    }
  }
}
