import type { ReturnView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { ReturnMark } from "@globalmarket/web/returns/parts";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

interface Props {
  returns: ReturnView[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Returns, a row each. */
export async function ReturnTable({ returns, listQuery }: Props) {
  const t = await getTranslations("returns");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={returns}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("order"),
          cell: ({ id, order_number }) => (
            <Link href={pageOfRow(`/${locale.tag}/returns/${id}`, listQuery)} className="underline underline-offset-4">
              <bdi dir="ltr">{order_number}</bdi>
            </Link>
          ),
        },
        { title: t("requested"), cell: ({ requested_at }) => formatTime(requested_at, locale.tag, region.timezone) },
        { title: t("state"), cell: ({ state }) => <ReturnMark state={state} /> },
        { title: t("reason"), cell: ({ reason }) => t(`reasons.${reason}`) },
        {
          title: t("products"),
          cell: ({ lines }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>{lines.map(({ title }) => title).join(", ")}</bdi>
            </p>
          ),
        },
        {
          title: t("units"),
          isNumber: true,
          cell: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
        },
      ]}
    />
  );
}
