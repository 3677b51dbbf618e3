import { utilityProcess } from 'electron'
import type { StartPeer } from '../peer.ts'

/** Starts one of our scripts as a utility process: a crash of SQLite leaves the window alive. */
export function startUtility(script: string): StartPeer {
  return args => {
    const child = utilityProcess.fork(script, [...args], { serviceName: '能源审计' })
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
