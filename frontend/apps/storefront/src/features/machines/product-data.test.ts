import type { ProductDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { productData } from "./product-data";

function kettle(returnDays: number): ProductDetail {
  return {
    id: "prod_1",
    title: "Kettle",
    seo: { title: "Kettle", description: "Boils water" },
    images: [{ url: "https://api.shop.example/1.webp", variant_ids: [] }],
    options: [],
    variants: [{ id: "var_1", sku: "K-1", price: { minor: 4900, currency: "EUR" }, stock: "in_stock" }],
    vendor: { name: "Clay House" },
    delivery: { country: "NL", is_available: true, options: [] },
    return_days: returnDays,
    specifications: [],
  } as unknown as ProductDetail;
}

it.each([
  [
    30,
    {
      returnPolicyCategory: "https://schema.org/MerchantReturnFiniteReturnWindow",
      merchantReturnDays: 30,
      returnMethod: "https://schema.org/ReturnByMail",
    },
  ],
  [0, { returnPolicyCategory: "https://schema.org/MerchantReturnNotPermitted" }],
])("an offer names the %s days in which it may be sent back from the country", (days, expected) => {
  const facts = productData(kettle(days), "https://shop.example/nl-NL/products/kettle");

  expect(facts).toMatchObject({
    "@type": "Product",
    offers: {
      price: "49.00",
      hasMerchantReturnPolicy: { "@type": "MerchantReturnPolicy", applicableCountry: "NL", ...expected },
    },
  });
});
