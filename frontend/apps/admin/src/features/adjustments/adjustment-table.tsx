import type { AdjustmentDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { whoFor } from "@/features/money/who";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { AdjustmentMark } from "./adjustment-mark";

/** Adjustments, a row each. */
export async function adjustmentTable(
  rows: AdjustmentDetail[],
  { person, listQuery }: Reader,
): Promise<ListTable<AdjustmentDetail>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const who = await whoFor(person);
  const t = await getTranslations("adjustments");
  const { locale, region } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "proposed_on",
        title: t("proposed_on"),
        day: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link
            href={pageOfRow(`/${locale.tag}/adjustments/${id}`, listQuery)}
            className="underline underline-offset-4"
          >
            {formatDay(created_at, locale.tag, region.timezone)}
          </Link>
        ),
      },
      { key: "proposed_by", title: t("proposed_by"), text: ({ created_by }) => who(created_by) },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      { key: "kind", title: t("kind"), text: ({ kind }) => t(`kinds.${kind}`) },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <AdjustmentMark state={state} />,
      },
      {
        key: "reason",
        title: t("reason"),
        text: ({ reason }) => reason,
        cell: ({ reason }) => (
          <p className="max-w-72 whitespace-normal">
            <bdi>{reason}</bdi>
          </p>
        ),
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}
