import type { ListedProduct } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ProductMark } from "./state-mark";
import { titleIn } from "./titles";

interface Props {
  products: ListedProduct[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Products, a row each. */
export async function ProductTable({ products, listQuery }: Props) {
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
          cell: (product) => {
            const { text, lang } = titleIn(product.titles, locale);
            return (
              <div className="flex min-w-56 items-center gap-3">
                <Picture address={product.picture} />
                <div>
                  <Link
                    href={pageOfRow(`/${locale.tag}/products/${product.id}`, listQuery)}
                    className="underline underline-offset-4"
                  >
                    <bdi lang={lang}>{text || product.slug}</bdi>
                  </Link>
                  {product.brand && (
                    <span className="block font-normal text-muted">
                      <bdi>{product.brand}</bdi>
                    </span>
                  )}
                </div>
              </div>
            );
          },
        },
        { title: t("state"), cell: ({ state }) => <ProductMark state={state} /> },
        { title: t("variants"), isNumber: true, cell: ({ variant_count }) => variant_count },
        {
          title: t("price_from"),
          isNumber: true,
          cell: ({ prices }) =>
            prices.map((price) => (
              <span key={price.currency} className="block">
                {formatMoney(price, locale.tag)}
              </span>
            )),
        },
        { title: t("changed"), cell: ({ updated_at }) => formatTime(updated_at, locale.tag, region.timezone) },
      ]}
    />
  );
}

/** A small picture, or an empty place of its size. The title beside it says what it shows. */
function Picture({ address }: { address: string }) {
  const box = "size-12 shrink-0 rounded-md border border-line bg-sunken object-cover";
  if (!address) return <span aria-hidden className={box} />;
  return <img src={address} alt="" width={48} height={48} loading="lazy" className={box} />;
}
