import { AxeBuilder } from "@axe-core/playwright";
import type { Shopper } from "./shop.ts";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What a rule of WCAG 2.2 AA forbids on the page, and where. */
export async function violations({ page }: Shopper, but: string[] = []): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(STANDARD).disableRules(but).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any.map(({ message }) => message).join(" ")}`),
  );
}

/** How far the page can be scrolled sideways. */
export function overflow({ page }: Shopper): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
