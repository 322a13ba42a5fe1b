import type { Balance } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const AMOUNTS = ["payable", "pending", "being_paid", "paid", "owed"] as const;

/** What the vendor has with the operator, a row for each currency. */
export async function Balances({ balances }: { balances: Balance[] }) {
  const t = await getTranslations("vendors.balance");
  const { locale } = await currentSite();
  return (
    <Panel title={t("title")}>
      <DataTable
        caption={t("title")}
        rows={balances}
        rowKey={({ currency }) => currency}
        columns={[
          { title: t("currency"), cell: ({ currency }) => currency },
          ...AMOUNTS.map((name) => ({
            title: t(name),
            isNumber: true,
            cell: (balance: Balance) => formatMoney(balance[name], locale.tag),
          })),
        ]}
      />
      <p className="text-muted text-sm">{t("hint")}</p>
    </Panel>
  );
}
