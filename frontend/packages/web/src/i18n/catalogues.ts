import { existsSync, readdirSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { LANGUAGES } from "@globalmarket/i18n";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";

/** What all apps have: pages, and texts beside those of each app. */
export const SHARED_PAGES = join(import.meta.dirname, "..");
const SHARED_MESSAGES = join(import.meta.dirname, "../../messages");

/**
 * Tests that an app's catalogues in `folder` are complete in every language and can be read, and that they or the shared ones have each text
 * that the pages in `sources` name.
 */
export function testCatalogues(folder: string, namespaces: readonly string[], sources: readonly string[]): void {
  describe.each([...namespaces])("the catalogue %s", (name) => {
    const english = flat(read(folder, "en", name));

    it.each(LANGUAGES)("has in %s each text of the English one, with the same values to fill in", (language) => {
      const texts = flat(read(folder, language, name));

      expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
      for (const [key, text] of Object.entries(texts)) {
        expect(text.trim(), key).not.toBe("");
        expect(placeholders(text), key).toEqual(placeholders(english[key] ?? ""));
      }
    });

    it.each(LANGUAGES)("can be read in %s", (language) => {
      const messages = read(folder, language, name);
      const t = createTranslator({ locale: language, messages, onError: (error) => expect.unreachable(error.message) });
      for (const [key, text] of Object.entries(flat(messages))) {
        t.rich(key as never, valuesFor(text) as never);
      }
    });
  });

  it("has no file that nobody reads", () => {
    const files = LANGUAGES.flatMap((language) => readdirSync(join(folder, language)));

    expect(new Set(files)).toEqual(new Set(namespaces.map((name) => `${name}.json`)));
  });

  it("has each text that a page names", async () => {
    const isThere = textsOf(folder, SHARED_MESSAGES);
    const missing: string[] = [];
    for (const source of sources) {
      for await (const file of glob("**/*.{ts,tsx}", { cwd: source })) {
        const named = namedIn(readFileSync(join(source, file), "utf8"));
        missing.push(...named.filter((key) => !isThere(key)).map((key) => `${file}: ${key}`));
      }
    }

    expect(missing).toEqual([]);
  });
}

/** The texts that a source names as they stand: `t("vendor")` in a function that has asked for the catalogue `vendors`. */
function namedIn(source: string): string[] {
  return source.split(/\n(?=(?:export )?(?:default )?(?:async )?function )/).flatMap((part) => {
    const [, catalogue] = /getTranslations\("([\w.-]+)"\)/.exec(part) ?? [];
    const names = [...part.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map(([, name]) => `${catalogue}.${name}`);
    return catalogue ? names : [];
  });
}

/** Whether the English catalogues of these folders have a text; each file is read once. */
function textsOf(...folders: string[]): (key: string) => boolean {
  const read = new Map<string, Tree | undefined>();
  return (key) => {
    const [catalogue = "", ...path] = key.split(".");
    if (!read.has(catalogue)) {
      const file = folders.map((one) => join(one, `en/${catalogue}.json`)).find(existsSync);
      read.set(catalogue, file && JSON.parse(readFileSync(file, "utf8")));
    }
    return typeof at(read.get(catalogue), path) === "string";
  };
}

function at(tree: Tree | undefined, path: string[]): Tree | string | undefined {
  let found: Tree | string | undefined = tree;
  for (const part of path) found = typeof found === "object" ? found[part] : undefined;
  return found;
}

type Tree = { [key: string]: string | Tree };

function read(folder: string, language: string, name: string): Tree {
  return JSON.parse(readFileSync(join(folder, language, `${name}.json`), "utf8"));
}

function flat(tree: Tree, above = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[above + key, value]] : Object.entries(flat(value, `${above}${key}.`)),
    ),
  );
}

/** Names in braces and of tags; what a plural says in between differs from language to language. */
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map(([, value, tag]) => value ?? `<${tag}>`);
  return [...new Set(names)].sort();
}

function valuesFor(text: string): Record<string, unknown> {
  return Object.fromEntries(
    placeholders(text).map((name) =>
      name.startsWith("<") ? [name.slice(1, -1), (parts: unknown) => parts] : [name, 2],
    ),
  );
}
