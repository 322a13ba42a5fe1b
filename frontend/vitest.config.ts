import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A limit for what hangs, not for what is slow: a machine with other work takes ten times as long as one without.
    testTimeout: 60_000,
    include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}"],
    alias: {
      "server-only": new URL("./packages/config/empty.ts", import.meta.url).pathname,
      "@": new URL("./apps/storefront/src", import.meta.url).pathname,
    },
  },
});
