import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CoreClient } from './core-client.ts'
import { serve } from './loopback/server.ts'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, '.build', 'renderer')

/** What `npm start` does: builds the interface if it is not there, starts the host, and says which one and why. */
export async function launch(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { browser: { type: 'boolean' }, folder: { type: 'string' }, quiet: { type: 'boolean' } },
  })
  if (!existsSync(join(BUILT, 'index.html'))) {
    say('第一次启动，正在生成界面（约 10 秒）…')
    const built = spawnSync('npm', ['run', '-s', 'build'], {
      cwd: ROOT,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    if (built.status !== 0) {
      say('界面没有生成成功。请先运行 npm install，再试一次；数据没有改动。')
      return 1
    }
  }
  const folder = resolve(values.folder ?? join(homedir(), '能源审计'))
  const file = positionals[0] === undefined ? null : resolve(positionals[0])
  if (file !== null && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    say(`没有这个文件：${file}`)
    return 2
  }
  say(
    values.browser ? '按 --browser 在浏览器里打开。' : '在浏览器里打开（桌面窗口还没有做好，浏览器里的功能是一样的）。',
  )
  const core = new CoreClient(folder, file)
  const loopback = await serve(core, BUILT)
  say(`工作簿文件夹：${folder}`)
  say(`地址：${loopback.address}`)
  if (!values.quiet && !openBrowser(loopback.address)) say('这台机器没有显示器或浏览器，请把上面的地址复制到浏览器。')
  say('按 Ctrl+C 退出。录入都已随时保存。')
  await new Promise<void>(done => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  loopback.close()
  core.close()
  return 0
}

function openBrowser(address: string): boolean {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', address]
      : process.platform === 'darwin'
        ? ['open', address]
        : ['xdg-open', address]
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false
  const child = spawn(command ?? '', args, { stdio: 'ignore', detached: true })
  child.on('error', () => say('没能自动打开浏览器，请复制上面的地址。'))
  child.unref()
  return true
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
