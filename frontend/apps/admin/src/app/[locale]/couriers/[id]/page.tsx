import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { StateFilter } from "@globalmarket/web/frame/state-filter";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Truck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CollectionTable, RemittanceTable } from "@/features/couriers/collection-table";
import { CourierMark, Held } from "@/features/couriers/courier-table";
import { COLLECTION_FILTERS, SETTLED } from "@/features/couriers/filters";
import { EditCourier } from "@/features/couriers/forms";
import { getCourier, lastRemittances, listCollections } from "@/features/couriers/reads";

type Props = PageProps<"/[locale]/couriers/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("couriers");
  return { title: t("courier") };
}

export default async function CourierPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const filters = readFilters(asked, COLLECTION_FILTERS);
  const cursor = readCursor(asked);
  const t = await getTranslations("couriers");
  const { locale } = await currentSite();
  const here = `/${locale.tag}/couriers/${id}`;
  return (
    <Gate path={`/couriers/${id}`} right="handle_money">
      {async () => {
        const courier = await getCourier(id); // first: of an unknown courier nothing else is asked
        const [{ items, next_cursor }, remittances] = await Promise.all([
          listCollections(courier.code, filters, { cursor }),
          lastRemittances(courier.code),
        ]);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/couriers`}>{t("title")}</BackLink>}
            title={<bdi>{courier.name}</bdi>}
            mark={<CourierMark isActive={courier.is_active} />}
          >
            <Done asked={asked.done} messages={{ saved: t("done.saved") }} />
            <Panel title={t("courier")} isNarrow>
              <FactList
                facts={[
                  { name: t("held"), value: <Held amounts={courier.held} />, isStrong: true },
                  { name: t("code"), value: <bdi dir="ltr">{courier.code}</bdi> },
                ]}
              />
            </Panel>
            <StateFilter
              here={here}
              name="is_settled"
              chosen={filters.is_settled}
              states={SETTLED.map((value) => ({ value, label: value === "true" ? t("settled") : t("owed") }))}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Truck />, title: t("no_collections"), hint: t("no_collections_hint") }}
            >
              {items.length > 0 && <CollectionTable collections={items} />}
            </Listing>
            {remittances.length > 0 && (
              <Panel title={t("remittances")}>
                <RemittanceTable reports={remittances} />
              </Panel>
            )}
            <EditCourier courier={courier} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
