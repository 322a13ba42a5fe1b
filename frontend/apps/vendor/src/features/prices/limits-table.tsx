import type { LimitsView } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Variants, a row each, with what is allowed for each. */
export async function limitsTable(): Promise<ListTable<LimitsView>> {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  return {
    caption: t("parts.limits"),
    rowKey: ({ variant_id }) => variant_id,
    columns: [
      {
        key: "sku",
        title: t("sku"),
        text: ({ sku }) => sku,
        cell: ({ sku, variant_id }) => (
          <Link href={`/${locale.tag}/prices/limits/${variant_id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{sku}</bdi>
          </Link>
        ),
      },
      { key: "price", title: t("price"), isNumber: true, amount: ({ price }) => price },
      { key: "floor", title: t("floor"), isNumber: true, amount: ({ limits }) => limits.floor },
      { key: "ceiling", title: t("ceiling"), isNumber: true, amount: ({ limits }) => limits.ceiling },
      { key: "cost", title: t("cost"), isNumber: true, amount: ({ limits }) => limits.cost },
      { key: "clear_by", title: t("clear_by"), text: ({ limits }) => limits.clear_by ?? "–" },
    ],
  };
}
