import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "..");

it("is what `make client` makes of the OpenAPI document", () => {
  const { scripts } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));
  const [, ...options] = scripts.generate.replace("--output src/schema.ts ", "").split(" ");
  const generator = join(FOLDER, "node_modules/.bin/openapi-typescript");
  const how = { cwd: FOLDER, encoding: "utf8", maxBuffer: 16_000_000 } as const; // the client has more than the megabyte that is usual
  const made = execFileSync(process.execPath, [generator, ...options], how);

  expect(made.trim() === readFileSync(join(FOLDER, "src/schema.ts"), "utf8").trim(), "run `make client`").toBe(true);
}, 60_000); // the generator takes its time where others work, too
