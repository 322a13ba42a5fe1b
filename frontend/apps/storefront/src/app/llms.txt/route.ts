import { makeLocale } from "@globalmarket/i18n";
import { findMachineShop, noShop } from "@/server/machine";

/** What a machine that reads this shop should know: where the texts are, and how to search. (llmstxt.org) */
export async function GET(request: Request): Promise<Response> {
  const shop = await findMachineShop(request);
  if (!shop) return noShop();
  const { origin, region } = shop;
  const base = (language: string) => `${origin}/${makeLocale(language, region.default_country).tag}`;
  const home = base(region.default_language);
  const lines = [
    `# ${region.name}`,
    "",
    "> A marketplace: products of many independent vendors, bought in one cart. Prices include VAT.",
    "",
    "Each product, category and search page has a Markdown form: add `.md` to its path, or send `Accept: text/markdown`.",
    `The first part of a path is the language and the country of delivery: languages ${region.languages.join(", ")}; countries ${region.countries.join(", ")}.`,
    "",
    "## Pages",
    "",
    `- [Search](${home}/search.md?q=mug): replace the words after \`q=\`; \`price_min\`, \`price_max\`, \`brand\`, \`category\` and \`sort\` narrow it`,
    `- [All products](${home}/search.md)`,
    ...region.languages.map((language) => `- [In ${language}](${base(language)})`),
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
