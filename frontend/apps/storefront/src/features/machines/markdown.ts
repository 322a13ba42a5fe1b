import "server-only";
import type { ProductCard, ProductDetail, ProductList } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import TurndownService from "turndown";
import { specificationText, type YesNo } from "../product/specification-text";

/** The words and addresses that a text for machines needs besides its facts. */
export interface MarkdownFrame {
  /** Of the shop in the reader's locale: `https://globalmarket.eu/nl-NL`. */
  base: string;
  /** BCP 47. */
  locale: string;
  words: {
    soldOut: string;
    inStock: string;
    notSold: string;
    from: (price: string) => string;
    delivery: string;
    soldBy: string;
    nextPage: string;
    specifications: string;
  } & YesNo;
}

const toMarkdown = new TurndownService({ headingStyle: "atx", bulletListMarker: "-" });

/** A product as a text: what the page says, without its frame. */
export function productMarkdown(product: ProductDetail, { base, locale, words }: MarkdownFrame): string {
  const price = (money: Money | null) => (money ? formatMoney(money, locale) : words.notSold);
  const variants = product.variants.map(
    ({ title, sku, price: amount, stock }) =>
      `- ${title || product.title} (${sku}): ${price(amount)}, ${stock === "out" ? words.soldOut : words.inStock}`,
  );
  const delivery = product.delivery.options.map(
    (option) => `- ${option.name}: ${price(option.price)}, ${option.min_days}–${option.max_days} d`,
  );
  const specifications = product.specifications.map((one) => `- ${one.name}: ${specificationText(one, locale, words)}`);
  return text([
    `# ${product.title}`,
    [product.brand, `${words.soldBy} [${product.vendor.name}](${base}/vendors/${product.vendor.slug})`]
      .filter(Boolean)
      .join(" · "),
    variants.join("\n"),
    toMarkdown.turndown(product.description_html),
    specifications.length > 0 && `## ${words.specifications}\n\n${specifications.join("\n")}`,
    delivery.length > 0 && `## ${words.delivery} (${product.delivery.country})\n\n${delivery.join("\n")}`,
    `<${base}/products/${product.slug}>`,
  ]);
}

/** A page of a list: each product with its price and the address of its own text. */
export function listMarkdown(title: string, list: ProductList, nextPage: string | null, frame: MarkdownFrame): string {
  return text([
    `# ${title}`,
    list.items.map((product) => cardMarkdown(product, frame)).join("\n"),
    nextPage && `[${frame.words.nextPage}](${nextPage})`,
  ]);
}

function cardMarkdown(product: ProductCard, { base, locale, words }: MarkdownFrame): string {
  const amount = product.price ? formatMoney(product.price, locale) : words.notSold;
  const price = product.price_varies ? words.from(amount) : amount;
  const stock = product.in_stock ? "" : `, ${words.soldOut}`;
  return `- [${product.title}](${base}/products/${product.slug}.md): ${price}${stock}`;
}

function text(parts: (string | false | null)[]): string {
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}
