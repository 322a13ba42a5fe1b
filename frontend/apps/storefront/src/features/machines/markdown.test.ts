import type { ProductCard, ProductDetail, ProductList } from "@globalmarket/api";
import { expect, it } from "vitest";
import { listMarkdown, type MarkdownFrame, productMarkdown } from "./markdown";

const frame: MarkdownFrame = {
  base: "https://shop.example/en-NL",
  locale: "en-NL",
  words: {
    soldOut: "Sold out",
    inStock: "In stock",
    notSold: "Not sold here",
    from: (price) => `from ${price}`,
    delivery: "Delivery",
    soldBy: "Sold by",
    nextPage: "Next page",
    specifications: "Specifications",
    yes: "Yes",
    no: "No",
  },
};

const bear = {
  title: "Bear",
  slug: "bear",
  brand: "Knuffel",
  vendor: { slug: "eik", name: "Eik" },
  description_html: "<p>Listens <em>well</em>.</p><ul><li>Care: 30 °C</li></ul>",
  variants: [
    { title: "Camel", sku: "B-1", price: { minor: 2990, currency: "EUR" }, stock: "low" },
    { title: "Black", sku: "B-2", price: null, stock: "out" },
  ],
  specifications: [
    { name: "Height", kind: "number", number: "22.5", unit: "cm" },
    { name: "Washable", kind: "yes_no", is_so: true },
  ],
  delivery: {
    country: "NL",
    options: [{ name: "Post", price: { minor: 995, currency: "EUR" }, min_days: 3, max_days: 7 }],
  },
} as unknown as ProductDetail;

it("says of a product what its page says", () => {
  expect(productMarkdown(bear, frame)).toBe(`# Bear

Knuffel · Sold by [Eik](https://shop.example/en-NL/vendors/eik)

- Camel (B-1): €29.90, In stock
- Black (B-2): Not sold here, Sold out

Listens _well_.

-   Care: 30 °C

## Specifications

- Height: 22.5 cm
- Washable: Yes

## Delivery (NL)

- Post: €9.95, 3–7 d

<https://shop.example/en-NL/products/bear>
`);
});

it("lists products with the addresses of their own texts", () => {
  const card = {
    title: "Bear",
    slug: "bear",
    price: { minor: 2990, currency: "EUR" },
    price_varies: true,
    in_stock: false,
  };
  const list = { items: [card as unknown as ProductCard] } as ProductList;

  expect(listMarkdown("Toys", list, "https://shop.example/next", frame)).toBe(`# Toys

- [Bear](https://shop.example/en-NL/products/bear.md): from €29.90, Sold out

[Next page](https://shop.example/next)
`);
});
