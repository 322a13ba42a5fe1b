import { languageName } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { KEEP, LEAVE_OUT } from "./mapping";

/** The format's names of fields, and the words for them in `imports.fields`. */
const KEYS = {
  Handle: "handle",
  Title: "title",
  "Body (HTML)": "body",
  Vendor: "brand",
  "Product Category": "category",
  Type: "type",
  Tags: "tags",
  Published: "published",
  "Option1 Name": "option1_name",
  "Option1 Value": "option1_value",
  "Option2 Name": "option2_name",
  "Option2 Value": "option2_value",
  "Option3 Name": "option3_name",
  "Option3 Value": "option3_value",
  "Variant SKU": "sku",
  "Variant Grams": "grams",
  "Variant Inventory Tracker": "tracker",
  "Variant Inventory Qty": "quantity",
  "Variant Inventory Policy": "policy",
  "Variant Price": "price",
  "Variant Compare At Price": "compare_at",
  "Variant Requires Shipping": "requires_shipping",
  "Variant Taxable": "taxable",
  "Variant Barcode": "barcode",
  "Image Src": "image",
  "Image Position": "image_position",
  "Image Alt Text": "image_alt",
  "Gift Card": "gift_card",
  "SEO Title": "seo_title",
  "SEO Description": "seo_description",
  "Variant Image": "variant_image",
  "Variant Tax Code": "tax_code",
  Status: "status",
  Countries: "countries",
} as const;

/** Names fields in the reader's language: `Title [nl]` is "Title · Nederlands". */
export async function fieldNames(): Promise<(field: string) => string> {
  const t = await getTranslations("imports");
  return (field) => {
    if (field === KEEP) return t("map.keep");
    if (field === LEAVE_OUT) return t("map.leave_out");
    const [, base = field, key = ""] = /^(.+) \[(\w+)\]$/.exec(field) ?? [];
    const known = KEYS[base as keyof typeof KEYS];
    const name = known ? t(`fields.${known}`) : base;
    if (!key) return name;
    return `${name} · ${key === key.toLowerCase() ? languageName(key) : key}`;
  };
}
