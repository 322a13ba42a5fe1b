import type { ProductStatus, VendorProduct } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
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
export async function productTable(_rows: VendorProduct[], { listQuery }: Reader): Promise<ListTable<VendorProduct>> {
  const t = await getTranslations("products");
  const { locale, region } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "product",
        title: t("product"),
        text: (product) => titleOf(product, locale.language),
        cell: (product) => (
          <div className="flex max-w-96 items-center gap-3 whitespace-normal">
            <Picture product={product} />
            <Link
              href={pageOfRow(`/${locale.tag}/products/${product.id}`, listQuery)}
              className="underline underline-offset-4"
            >
              <bdi>{titleOf(product, locale.language)}</bdi>
            </Link>
          </div>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ taken_down, status }) => t(`states.${taken_down ? "taken_down" : status}`),
        cell: (product) => <ProductMark product={product} />,
      },
      { key: "languages", title: t("languages"), text: ({ texts }) => Object.keys(texts).sort().join(", ") },
      { key: "variants", title: t("variants"), isNumber: true, text: ({ variants }) => variants.length },
      {
        key: "price",
        sort: "price",
        title: t("price"),
        isNumber: true,
        text: (product) => priceRange(product, region.default_currency, locale.tag),
      },
      { key: "changed", sort: "updated_at", title: t("changed"), day: ({ updated_at }) => updated_at },
    ],
  };
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
