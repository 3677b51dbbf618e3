import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with one plain line, `N passed, N failed, N skipped`, that a person or a program can read without the rest. */
export default class PlainLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1
      for (const test of module.children.allTests()) counts[test.result().state] += 1
    }
    const { passed, failed, skipped, pending } = counts
    // After the default reporter's own summary, which is written at the same event.
    setImmediate(() => process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped + pending} skipped\n`))
  }
}
