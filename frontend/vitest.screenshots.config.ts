import { defineConfig } from "vitest/config";
import e2e from "./vitest.e2e.config.ts";

/** Pictures of the shop's pages, for people to look at: nothing is compared. */
export default defineConfig({ ...e2e, test: { ...e2e.test, include: ["**/*.shots.ts"], testTimeout: 600_000 } });
