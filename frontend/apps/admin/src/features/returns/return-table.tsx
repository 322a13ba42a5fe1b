import type { ReturnView } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { ReturnMark } from "@globalmarket/web/returns/parts";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Returns, a row each. */
export async function returnTable(_rows: ReturnView[], { listQuery }: Reader): Promise<ListTable<ReturnView>> {
  const t = await getTranslations("returns");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "order",
        title: t("order"),
        text: ({ order_number }) => order_number,
        cell: ({ id, order_number }) => (
          <Link href={pageOfRow(`/${locale.tag}/returns/${id}`, listQuery)} className="underline underline-offset-4">
            <bdi dir="ltr">{order_number}</bdi>
          </Link>
        ),
      },
      { key: "requested", sort: "requested_at", title: t("requested"), time: ({ requested_at }) => requested_at },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <ReturnMark state={state} />,
      },
      { key: "reason", title: t("reason"), text: ({ reason }) => t(`reasons.${reason}`) },
      {
        key: "products",
        title: t("products"),
        text: ({ lines }) => lines.map(({ title }) => title).join(", "),
        cell: ({ lines }) => (
          <p className="max-w-72 whitespace-normal">
            <bdi>{lines.map(({ title }) => title).join(", ")}</bdi>
          </p>
        ),
      },
      {
        key: "units",
        title: t("units"),
        isNumber: true,
        text: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
      },
    ],
  };
}
