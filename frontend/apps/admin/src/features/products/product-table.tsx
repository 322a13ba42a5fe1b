import type { ListedProduct } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { ChoiceBox } from "@/features/chosen/choice-box";
import { ProductMark } from "./state-mark";
import { titleIn } from "./titles";

/** Products, a row each. */
export async function productTable(
  _rows: ListedProduct[],
  { listQuery, person }: Reader,
): Promise<ListTable<ListedProduct>> {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const canChoose = mayDo(person, "edit_catalogue");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "product",
        title: t("product"),
        text: (product) => titleIn(product.titles, locale).text || product.slug,
        cell: (product) => {
          const { text, lang } = titleIn(product.titles, locale);
          const shown = (
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
          return (
            <ChoiceBox row={{ id: product.id, name: text || product.slug }} isFixed={!canChoose}>
              {shown}
            </ChoiceBox>
          );
        },
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <ProductMark state={state} />,
      },
      { key: "variants", title: t("variants"), isNumber: true, text: ({ variant_count }) => variant_count },
      {
        key: "price_from",
        sort: "price",
        title: t("price_from"),
        text: ({ prices }) => prices.map((price) => formatMoney(price, locale.tag)).join(", "),
        isNumber: true,
        cell: ({ prices }) =>
          prices.map((price) => (
            <span key={price.currency} className="block">
              {formatMoney(price, locale.tag)}
            </span>
          )),
      },
      { key: "changed", sort: "updated_at", title: t("changed"), time: ({ updated_at }) => updated_at },
    ],
  };
}

/** A small picture, or an empty place of its size. The title beside it says what it shows. */
function Picture({ address }: { address: string }) {
  const box = "size-12 shrink-0 rounded-md border border-line bg-sunken object-cover";
  if (!address) return <span aria-hidden className={box} />;
  return <img src={address} alt="" width={48} height={48} loading="lazy" className={box} />;
}
