import type { AdjustmentDetail, MyProfile } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { AdjustmentMark } from "./adjustment-mark";

interface Props {
  adjustments: AdjustmentDetail[];
  names: ReadonlyMap<string, string>;
  person: MyProfile;
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Adjustments, a row each. */
export async function AdjustmentTable({ adjustments, names, person, listQuery }: Props) {
  const t = await getTranslations("adjustments");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={adjustments}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("proposed_on"),
          cell: ({ id, created_at }) => (
            <Link
              href={pageOfRow(`/${locale.tag}/adjustments/${id}`, listQuery)}
              className="underline underline-offset-4"
            >
              {formatDay(created_at, locale.tag, region.timezone)}
            </Link>
          ),
        },
        { title: t("proposed_by"), cell: ({ created_by }) => whoDid(created_by, person) },
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        { title: t("state"), cell: ({ state }) => <AdjustmentMark state={state} /> },
        {
          title: t("reason"),
          cell: ({ reason }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>{reason}</bdi>
            </p>
          ),
        },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}
