import type { AdminProduct, VendorProduct } from "@globalmarket/api";
import { formatTime, languageName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { titleIn } from "./titles";

/** Whose the product is, and how it stands. */
export async function ProductFacts({ detail }: { detail: AdminProduct }) {
  const t = await getTranslations("products");
  const { locale, region } = await currentSite();
  const { product } = detail;
  const time = (at: string) => formatTime(at, locale.tag, region.timezone);
  return (
    <Panel title={t("facts")}>
      <FactList
        facts={[
          {
            name: t("vendor"),
            value: (
              <Link href={`/${locale.tag}/vendors/${detail.vendor_id}`} className="underline underline-offset-4">
                <bdi>{detail.vendor_name}</bdi>
              </Link>
            ),
          },
          ...(product.brand ? [{ name: t("brand"), value: <bdi>{product.brand}</bdi> }] : []),
          ...(product.tags.length ? [{ name: t("tags"), value: <bdi>{product.tags.join(", ")}</bdi> }] : []),
          {
            name: t("address"),
            value: (
              <bdi dir="ltr" className="break-all">
                {product.slug}
              </bdi>
            ),
          },
          { name: t("created"), value: time(product.created_at) },
          { name: t("changed"), value: time(product.updated_at) },
          ...(product.published_at ? [{ name: t("published"), value: time(product.published_at) }] : []),
          {
            name: t("id"),
            value: (
              <bdi dir="ltr" className="break-all">
                {product.id}
              </bdi>
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** What customers read of it, in each of its languages. */
export async function ProductTexts({ product }: { product: VendorProduct }) {
  const t = await getTranslations("products");
  return (
    <Panel title={t("texts")}>
      {Object.entries(product.texts).map(([language, { title, description_html }]) => (
        <section key={language} aria-label={languageName(language)} className="flex flex-col gap-1">
          <h3 className="text-muted text-sm">{languageName(language)}</h3>
          <p lang={language} dir="auto" className="font-medium">
            {title}
          </p>
          <p lang={language} dir="auto" className="line-clamp-6 whitespace-pre-line text-sm">
            {withoutTags(description_html ?? "")}
          </p>
        </section>
      ))}
    </Panel>
  );
}

/** What has a SKU, with its prices. */
export async function ProductVariants({ product }: { product: VendorProduct }) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const nameOf = (indices: number[]) =>
    product.options.map(({ values }, place) => titleIn(values[indices[place] ?? 0] ?? {}, locale).text).join(" / ");
  return (
    <DataTable
      caption={t("variants")}
      rows={product.variants}
      rowKey={({ id }) => id}
      columns={[
        { title: t("sku"), cell: ({ sku }) => <bdi dir="ltr">{sku}</bdi> },
        { title: t("variant"), cell: ({ option_values }) => <bdi>{nameOf(option_values) || "–"}</bdi> },
        {
          title: t("price"),
          isNumber: true,
          cell: ({ prices }) => prices.map((price) => formatMoney(price, locale.tag)).join(" · "),
        },
        { title: t("sold"), cell: ({ is_active }) => (is_active ? t("yes") : t("no")) },
      ]}
    />
  );
}

/** The plain text of a description: the panel shows what is said, and none of its markup. */
function withoutTags(html: string): string {
  return html
    .replace(/<(br|\/p|\/li|\/h\d)[^>]*>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .trim();
}
