import type { LifetimeView } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** What customers are expected to spend in the next 90 days, and how good that would have been for the last 90. */
export async function LifetimePanel({ lifetime }: { lifetime: LifetimeView }) {
  const t = await getTranslations("insights");
  const { locale } = await currentSite();
  const { tested, error, error_of_mean, error_of_repeat, is_answered: isAnswered, groups } = lifetime;
  const money = (of: typeof error) => formatMoney(of, locale.tag);
  return (
    <Panel title={t("lifetime.title")}>
      <p className="max-w-2xl">{t("lifetime.hint")}</p>
      <p className="max-w-2xl">
        {t(isAnswered ? "lifetime.tested" : "lifetime.not_answered", {
          customers: tested,
          error: money(error),
          mean: money(error_of_mean),
          repeat: money(error_of_repeat),
        })}
      </p>
      {groups.length > 0 && (
        <DataTable
          caption={t("lifetime.title")}
          rows={groups}
          rowKey={({ days_since_order: days, orders }) => `${days} ${orders}`}
          columns={[
            {
              title: t("lifetime.last_order"),
              cell: ({ days_since_order: days }) =>
                days === null ? t("lifetime.longer") : t("lifetime.within", { days }),
            },
            { title: t("lifetime.orders"), isNumber: true, cell: ({ orders }) => orders },
            { title: t("lifetime.customers"), isNumber: true, cell: ({ customers }) => customers },
            { title: t("lifetime.expected"), isNumber: true, cell: ({ expected }) => <bdi>{money(expected)}</bdi> },
          ]}
        />
      )}
    </Panel>
  );
}
