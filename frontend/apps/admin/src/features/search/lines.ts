import type { PinnedQuery, SynonymGroup } from "@globalmarket/api";

/** Groups of one language as lines: `couch, sofa` are the same; `tv => television, screen` finds these, too. */
export function synonymLines(groups: readonly SynonymGroup[], language: string): string {
  return groups
    .filter((group) => group.language === language)
    .map(({ words, means }) => (means.length ? `${words.join(", ")} => ${means.join(", ")}` : words.join(", ")))
    .join("\n");
}

/** The groups of such lines; blank lines are left out. */
export function groupsIn(lines: string, language: string): SynonymGroup[] {
  return rows(lines).map((line) => {
    const [words = "", means = ""] = line.split("=>");
    return { language, words: wordsIn(words), means: wordsIn(means) };
  });
}

/** Pinned products as lines: `kettle: prod_1, prod_2` puts these first, in this order. */
export function pinLines(queries: readonly PinnedQuery[]): string {
  return queries.map(({ query, product_ids }) => `${query}: ${product_ids.join(", ")}`).join("\n");
}

export function pinsIn(lines: string): PinnedQuery[] {
  return rows(lines).map((line) => {
    const at = line.lastIndexOf(":");
    return { query: line.slice(0, Math.max(at, 0)).trim(), product_ids: wordsIn(line.slice(at + 1)) };
  });
}

function rows(lines: string): string[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function wordsIn(text: string): string[] {
  return text
    .split(/[,،]/)
    .map((word) => word.trim())
    .filter(Boolean);
}
