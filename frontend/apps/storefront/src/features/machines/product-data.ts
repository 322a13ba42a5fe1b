import type { DetailSpecification, DetailVariant, ProductDetail } from "@globalmarket/api";
import { decimal, type Money } from "@globalmarket/money";
import type {
  BreadcrumbList,
  MerchantReturnPolicy,
  Offer,
  OfferShippingDetails,
  Product,
  ProductGroup,
  PropertyValue,
} from "schema-dts";

const AVAILABILITY = { in_stock: "InStock", low: "LimitedAvailability", out: "OutOfStock" } as const;

type SoldVariant = DetailVariant & { price: Money };

/**
 * A product as schema.org has it: one with a single variant as Product, others as a ProductGroup with an offer for each variant that is
 * sold here. Null for one without a picture or a price: search engines take neither.
 */
export function productData(product: ProductDetail, address: string): Product | ProductGroup | null {
  const sold = product.variants.filter((variant): variant is SoldVariant => variant.price !== null);
  if (!sold.length || !product.images.length) return null;
  const common = {
    name: product.title,
    description: product.seo.description,
    url: address,
    ...(product.brand && { brand: { "@type": "Brand" as const, name: product.brand } }),
    image: product.images.map(({ url }) => url),
    ...(product.specifications.length > 0 && { additionalProperty: product.specifications.map(propertyOf) }),
  };
  const [only] = sold;
  if (only && product.variants.length === 1) {
    return { "@type": "Product", ...common, sku: only.sku, offers: offer(product, only, address) };
  }
  return {
    "@type": "ProductGroup",
    ...common,
    productGroupID: product.id,
    variesBy: product.options.map(({ name }) => name),
    hasVariant: sold.map((variant) => ({
      "@type": "Product" as const,
      name: `${product.title}, ${variant.title}`,
      sku: variant.sku,
      image: pictureOf(product, variant),
      offers: offer(product, variant, `${address}?${optionsOf(product, variant)}`),
    })),
  };
}

/** The way from the home page to this one. */
export function breadcrumbData(
  home: { name: string; address: string },
  above: { name: string; slug: string }[],
): BreadcrumbList {
  const links = [home, ...above.map(({ name, slug }) => ({ name, address: `${home.address}/categories/${slug}` }))];
  return {
    "@type": "BreadcrumbList",
    itemListElement: links.map(({ name, address }, place) => ({
      "@type": "ListItem" as const,
      position: place + 1,
      name,
      item: address,
    })),
  };
}

function propertyOf({ kind, name, text, number, unit, is_so }: DetailSpecification): PropertyValue {
  const value = kind === "yes_no" ? is_so === true : kind === "number" ? Number(number) : text;
  return { "@type": "PropertyValue", name, value, ...(unit && { unitText: unit }) };
}

function offer(product: ProductDetail, variant: SoldVariant, url: string): Offer {
  return {
    "@type": "Offer",
    url,
    price: decimal(variant.price),
    priceCurrency: variant.price.currency,
    availability: `https://schema.org/${product.vacation?.is_closed ? AVAILABILITY.out : AVAILABILITY[variant.stock]}`,
    itemCondition: "https://schema.org/NewCondition",
    seller: { "@type": "Organization", name: product.vendor.name },
    hasMerchantReturnPolicy: returnPolicy(product),
    shippingDetails: product.delivery.options.map((option) => shipping(product.delivery.country, option)),
  };
}

function returnPolicy({ delivery, return_days: days }: ProductDetail): MerchantReturnPolicy {
  const where = { "@type": "MerchantReturnPolicy" as const, applicableCountry: delivery.country };
  if (!days) return { ...where, returnPolicyCategory: "https://schema.org/MerchantReturnNotPermitted" };
  return {
    ...where,
    returnPolicyCategory: "https://schema.org/MerchantReturnFiniteReturnWindow",
    merchantReturnDays: days,
    returnMethod: "https://schema.org/ReturnByMail",
  };
}

function shipping(country: string, option: ProductDetail["delivery"]["options"][number]): OfferShippingDetails {
  return {
    "@type": "OfferShippingDetails",
    shippingDestination: { "@type": "DefinedRegion", addressCountry: country },
    shippingRate: { "@type": "MonetaryAmount", value: decimal(option.price), currency: option.price.currency },
    deliveryTime: {
      "@type": "ShippingDeliveryTime",
      transitTime: {
        "@type": "QuantitativeValue",
        minValue: option.min_days,
        maxValue: option.max_days,
        unitCode: "DAY",
      },
    },
  };
}

function pictureOf(product: ProductDetail, variant: DetailVariant): string {
  const own = product.images.find(({ variant_ids }) => variant_ids.includes(variant.id));
  return (own ?? product.images[0])?.url ?? "";
}

function optionsOf(product: ProductDetail, variant: DetailVariant): URLSearchParams {
  return new URLSearchParams(
    product.options.map(({ key, values }, option) => [key, values[variant.option_values[option] ?? -1] ?? ""]),
  );
}
