import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}"],
    alias: {
      "server-only": new URL("./packages/config/empty.ts", import.meta.url).pathname,
      "@": new URL("./apps/storefront/src", import.meta.url).pathname,
    },
  },
});
