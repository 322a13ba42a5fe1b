import { Empty } from "@globalmarket/ui/empty";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { HomeWidgets } from "@globalmarket/web/reports/widgets";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { ShoppingBag } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { ARRIVALS, type Arrival } from "@/features/live/arrivals";
import { LiveDay } from "@/features/live/live-day";
import { UnansweredPanel } from "@/features/messages/unanswered-panel";
import { ChecklistPanel } from "@/features/onboarding/checklist-panel";
import { orderTable } from "@/features/orders/order-table";
import { listOrders } from "@/features/orders/reads";
import { SalesPanels } from "@/features/today/sales-panel";
import { MoneyTiles, WorkTiles } from "@/features/today/tiles";

const SHOWN = 8;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("today");
  return { title: t("title") };
}

export default async function TodayPage() {
  const person = await requirePerson("");
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const { items } = await listOrders({}, { limit: SHOWN });
  return (
    <PageFrame title={t("hello", { name: person.name })}>
      <LiveDay
        ticketPath={`/${locale.tag}/live`}
        words={Object.fromEntries(ARRIVALS.map((one) => [one, t(`arrived.${one}`)])) as Record<Arrival, string>}
        sound={{ on: t("sound.on"), off: t("sound.off") }}
      />
      {mayDo(person, "manage_team") && <ChecklistPanel />}
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <WorkTiles person={person} />
        {mayDo(person, "see_money") && <MoneyTiles />}
      </ul>
      {mayDo(person, "fulfil") && <UnansweredPanel />}
      {mayDo(person, "see_money") && <HomeWidgets side="vendor" />}
      {mayDo(person, "see_money") && <SalesPanels />}
      <section aria-labelledby="latest" className="flex flex-col gap-3">
        <h2 id="latest" className="font-semibold text-lg">
          {t("latest_orders")}
        </h2>
        {items.length > 0 ? (
          <RowTable
            table={{ ...(await orderTable(items, { listQuery: "" })), caption: t("latest_orders") }}
            rows={items}
          />
        ) : (
          <Empty icon={<ShoppingBag />} title={t("no_orders")}>
            <p>{t("no_orders_hint")}</p>
          </Empty>
        )}
      </section>
    </PageFrame>
  );
}
