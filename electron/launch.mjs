// Plain JavaScript, so that an older Node can still say what it lacks instead of failing on the first .ts file.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { launch } = await import('./launch.ts')
  process.exitCode = await launch(process.argv.slice(2))
} else {
  process.stderr.write(
    `需要 Node 22.18 或更新的版本，现在是 ${process.versions.node}。请先运行 npm install（会装好 Node 24），再用 npm start 运行。\n`,
  )
  process.exitCode = 1
}
