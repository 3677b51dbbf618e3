import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
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
  const why = values.browser ? '按 --browser 在浏览器里打开。' : await desktopFault()
  if (why === null) return startDesktop()
  say(why)
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

const ELECTRON = join(ROOT, 'node_modules', 'electron')
const FETCH_MS = 60_000

/** Why the desktop window cannot be used here; `null` when it can. Fetches its binary once, visibly, within a minute. */
async function desktopFault(): Promise<string | null> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return '这台机器没有显示器，改用浏览器打开。'
  if (existsSync(join(ELECTRON, 'path.txt'))) return null
  say('桌面窗口的程序还没有下载，正在下载（最多一分钟）…')
  const child = spawn(process.execPath, [join(ELECTRON, 'install.js')], {
    stdio: 'ignore',
    timeout: FETCH_MS,
    killSignal: 'SIGKILL',
  })
  await new Promise(done => child.once('exit', done).once('error', done))
  return existsSync(join(ELECTRON, 'path.txt')) ? null : '没能下载桌面窗口的程序，改用浏览器打开，功能一样。'
}

async function startDesktop(): Promise<number> {
  const binary = join(ELECTRON, 'dist', readFileSync(join(ELECTRON, 'path.txt'), 'utf8').trim())
  const child = spawn(binary, [join(BUILT, '..', 'desktop', 'main.js')], { stdio: 'inherit' })
  say('在桌面窗口里打开。')
  return new Promise(done => {
    child.once('exit', code => done(code ?? 0))
    child.once('error', () => {
      say('桌面窗口没有启动成功。请改用 npm start -- --browser。')
      done(1)
    })
  })
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
