import type { StockMovementDetail } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Why levels are what they are: a row for each change. */
export async function movementTable(): Promise<ListTable<StockMovementDetail>> {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const signed = new Intl.NumberFormat(locale.tag, { signDisplay: "exceptZero" });
  return {
    caption: t("movements"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "time", title: t("time"), time: ({ moved_at }) => moved_at },
      {
        key: "variant",
        title: t("variant"),
        text: ({ sku, variant_id }) => sku || variant_id,
        cell: ({ variant_id, sku }) => (
          <Link href={`/${locale.tag}/stock/${variant_id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{sku || variant_id}</bdi>
          </Link>
        ),
      },
      { key: "kind", title: t("kind"), text: ({ kind }) => t(`kinds.${kind}`) },
      {
        key: "on_hand",
        title: t("on_hand"),
        text: ({ on_hand_change }) => on_hand_change,
        isNumber: true,
        cell: ({ on_hand_change, on_hand_after }) => (
          <bdi dir="ltr">
            {signed.format(on_hand_change)} → {on_hand_after}
          </bdi>
        ),
      },
      {
        key: "reserved",
        title: t("reserved"),
        text: ({ reserved_change }) => reserved_change,
        isNumber: true,
        cell: ({ reserved_change, reserved_after }) => (
          <bdi dir="ltr">
            {signed.format(reserved_change)} → {reserved_after}
          </bdi>
        ),
      },
      {
        key: "note",
        title: t("note"),
        text: ({ note }) => note,
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
    ],
  };
}
