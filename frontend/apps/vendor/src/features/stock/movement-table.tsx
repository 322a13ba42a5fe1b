import type { StockMovementDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Why levels are what they are: a row for each change. */
export async function MovementTable({ movements }: { movements: StockMovementDetail[] }) {
  const t = await getTranslations("stock");
  const { locale, region } = await currentSite();
  const signed = new Intl.NumberFormat(locale.tag, { signDisplay: "exceptZero" });
  return (
    <DataTable
      caption={t("movements")}
      rows={movements}
      rowKey={({ id }) => id}
      columns={[
        { title: t("time"), cell: ({ moved_at }) => formatTime(moved_at, locale.tag, region.timezone) },
        {
          title: t("variant"),
          cell: ({ variant_id, sku }) => (
            <Link href={`/${locale.tag}/stock/${variant_id}`} className="underline underline-offset-4">
              <bdi dir="ltr">{sku || variant_id}</bdi>
            </Link>
          ),
        },
        { title: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        {
          title: t("on_hand"),
          isNumber: true,
          cell: ({ on_hand_change, on_hand_after }) => (
            <bdi dir="ltr">
              {signed.format(on_hand_change)} → {on_hand_after}
            </bdi>
          ),
        },
        {
          title: t("reserved"),
          isNumber: true,
          cell: ({ reserved_change, reserved_after }) => (
            <bdi dir="ltr">
              {signed.format(reserved_change)} → {reserved_after}
            </bdi>
          ),
        },
        {
          title: t("note"),
          cell: ({ note }) => {
            const [reason = "", ...rest] = note.split(": ");
            const known = t.has(`reasons.${reason as "other"}`) ? t(`reasons.${reason as "other"}`) : reason;
            return (
              <p className="max-w-72 whitespace-normal">
                <bdi>{[known, ...rest].filter(Boolean).join(": ")}</bdi>
              </p>
            );
          },
        },
      ]}
    />
  );
}
