import type { SegmentCustomer } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Customers of a segment: who, how often, for how much, when, and the fifths that they are in. */
export async function segmentTable(): Promise<ListTable<SegmentCustomer>> {
  const t = await getTranslations("segments");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ customer_id: id }) => id,
    columns: [
      {
        key: "name",
        title: t("customer"),
        text: ({ name }) => name,
        cell: ({ customer_id: id, name }) =>
          name && (
            <Link href={`/${locale.tag}/customers/${id}`} className="underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
          ),
      },
      { key: "email", title: t("email"), text: ({ email }) => email },
      { key: "orders", title: t("orders"), isNumber: true, text: ({ orders }) => orders },
      { key: "spent", title: t("spent"), amount: ({ spent }) => spent },
      { key: "expected", title: t("expected"), amount: ({ expected }) => expected },
      { key: "last", title: t("last"), day: ({ last_order_at: at }) => at },
      { key: "first", title: t("first"), day: ({ first_order_at: at }) => at },
      {
        key: "scores",
        title: t("scores"),
        text: ({ recency, frequency, monetary }) => `${recency}-${frequency}-${monetary}`,
      },
    ],
  };
}
