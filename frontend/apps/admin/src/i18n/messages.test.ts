import { existsSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { testCatalogues } from "@globalmarket/web/i18n/catalogues";
import { expect, it } from "vitest";
import { NAMESPACES } from "./namespaces";

const MESSAGES = join(import.meta.dirname, "../../messages");
// The app's own, and those of what all apps have.
const FOLDERS = [MESSAGES, join(import.meta.dirname, "../../../../packages/web/messages")];

testCatalogues(MESSAGES, NAMESPACES);

it("has each text that a page names", async () => {
  const missing: string[] = [];
  for await (const file of glob("**/*.{ts,tsx}", { cwd: join(import.meta.dirname, "..") })) {
    const source = readFileSync(join(import.meta.dirname, "..", file), "utf8");
    for (const key of namedIn(source)) if (!isThere(key)) missing.push(`${file}: ${key}`);
  }

  expect(missing).toEqual([]);
});

/** The texts that a source names as they stand: `t("vendor")` in a function that has asked for the catalogue `vendors`. */
function namedIn(source: string): string[] {
  return source.split(/\n(?=(?:export )?(?:default )?(?:async )?function )/).flatMap((part) => {
    const [, catalogue] = /getTranslations\("([\w.]+)"\)/.exec(part) ?? [];
    const names = [...part.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map(([, name]) => `${catalogue}.${name}`);
    return catalogue ? names : [];
  });
}

function isThere(key: string): boolean {
  const [catalogue, ...path] = key.split(".");
  const file = FOLDERS.map((folder) => join(folder, `en/${catalogue}.json`)).find(existsSync);
  let found = file && JSON.parse(readFileSync(file, "utf8"));
  for (const part of path) found = found?.[part];
  return typeof found === "string";
}
