import type { Reporter, TestModule } from "vitest/node";

/** Says at the end which tests passed only when they were tried again: by their names, so that they are mended. */
export default class TriedAgain implements Reporter {
  onTestRunEnd(files: readonly TestModule[]): void {
    const names = files.flatMap((file) =>
      [...file.children.allTests("passed")]
        .filter((test) => test.diagnostic()?.flaky)
        .map((test) => `  ${file.relativeModuleId} > ${test.fullName}`),
    );
    if (names.length) process.stdout.write(`\nPassed only when tried again:\n${names.join("\n")}\n`);
  }
}
