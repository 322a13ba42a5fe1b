import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ADMIN = join(import.meta.dirname, "../../..");
const REFERENCE = join(ADMIN, "../../../docs/reference/settings.md");

it("each setting and feature of a region has a name", () => {
  const [, declared = ""] = readFileSync(REFERENCE, "utf8").split("## Settings of a region");
  const names = [...declared.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const { names_of } = JSON.parse(readFileSync(join(ADMIN, "messages/en/region.json"), "utf8"));

  expect(names.length).toBeGreaterThan(30);
  expect(Object.keys(names_of).sort()).toEqual(names.sort());
});
