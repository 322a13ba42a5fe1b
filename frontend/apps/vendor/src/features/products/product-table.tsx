import type { ProductStatus, VendorProduct } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<ProductStatus, Tone> = { published: "good", draft: "warn", archived: "plain" };

/** The state of a product; of one that staff took down, that: whatever its own state is, nobody can buy it. */
export async function ProductMark({ product }: { product: VendorProduct }) {
  const t = await getTranslations("products.states");
  if (product.taken_down) return <Badge tone="bad">{t("taken_down")}</Badge>;
  return <Badge tone={TONES[product.status]}>{t(product.status)}</Badge>;
}

/** The product's title in the reader's language, or else in one that it has. */
export function titleOf({ texts, handle }: VendorProduct, language: string): string {
  return (texts[language] ?? Object.values(texts)[0])?.title || handle;
}

/** Products, a row each. */
export async function ProductTable({ products }: { products: VendorProduct[] }) {
  const t = await getTranslations("products");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={products}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("product"),
          cell: (product) => (
            <div className="flex max-w-96 items-center gap-3 whitespace-normal">
              <Picture product={product} />
              <Link href={`/${locale.tag}/products/${product.id}`} className="underline underline-offset-4">
                <bdi>{titleOf(product, locale.language)}</bdi>
              </Link>
            </div>
          ),
        },
        { title: t("state"), cell: (product) => <ProductMark product={product} /> },
        { title: t("languages"), cell: ({ texts }) => Object.keys(texts).sort().join(", ") },
        { title: t("variants"), isNumber: true, cell: ({ variants }) => variants.length },
        {
          title: t("price"),
          isNumber: true,
          cell: (product) => priceRange(product, region.default_currency, locale.tag),
        },
        { title: t("changed"), cell: ({ updated_at }) => formatDay(updated_at, locale.tag, region.timezone) },
      ]}
    />
  );
}

function Picture({ product }: { product: VendorProduct }) {
  const first = product.images.find(({ state }) => state === "ready");
  if (!first) return <span aria-hidden className="size-10 shrink-0 rounded-md bg-sunken" />;
  return <img src={first.url} alt="" className="size-10 shrink-0 rounded-md bg-sunken object-cover" loading="lazy" />;
}

/** The lowest price of its variants in a currency, and the highest where it is another one. */
function priceRange({ variants }: VendorProduct, currency: string, locale: string): string {
  const minors = variants.flatMap(({ prices }) => prices.filter((price) => price.currency === currency));
  const sorted = minors.map(({ minor }) => minor).sort((one, other) => one - other);
  const [lowest] = sorted;
  const highest = sorted.at(-1);
  if (lowest === undefined || highest === undefined) return "–";
  const texts = lowest === highest ? [lowest] : [lowest, highest];
  return texts.map((minor) => formatMoney({ minor, currency }, locale)).join(" – ");
}
