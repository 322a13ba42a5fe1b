import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const modules = new URL("./node_modules/", import.meta.url).pathname;

/** By name, and last what moves the regions' clocks on: the others would see sales and log-ins that have ended meanwhile. */
class ClocksLast extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ moduleId }: TestSpecification) => `${moduleId.includes("payouts")} ${moduleId}`;
    return files.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  }
}

/** The end-to-end tests are of the whole project, so they lie in its `tests/`; their packages are these here. */
export default defineConfig({
  root: new URL("../tests/e2e", import.meta.url).pathname,
  resolve: {
    alias: {
      "@adobe/structured-data-validator": `${modules}@adobe/structured-data-validator/src/index.js`,
      "@axe-core/playwright": `${modules}@axe-core/playwright/dist/index.mjs`,
      "playwright-core": `${modules}playwright-core/index.mjs`,
      vitest: `${modules}vitest/dist/index.js`,
    },
  },
  test: {
    include: ["**/*.test.ts"],
    globalSetup: "./support/setup.ts",
    // Limits for what hangs, not for what is slow: a machine with other work takes ten times as long as one without.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 100 } },
    fileParallelism: false,
    sequence: { sequencer: ClocksLast },
    // The last words are the failures.
    reporters: [new URL("../tests/e2e/support/tried-again.ts", import.meta.url).pathname, "default"],
  },
});
