import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { StateFilter } from "@globalmarket/web/frame/state-filter";
import { currentSite } from "@globalmarket/web/server/site";
import { Undo2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { listReturns } from "@/features/returns/reads";
import { ReturnTable } from "@/features/returns/return-table";

type Props = PageProps<"/[locale]/returns">;

const STATES = [
  "requested",
  "approved",
  "partly_received",
  "received",
  "inspected",
  "refunded",
  "refused",
  "canceled",
  "expired",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("title") };
}

export default async function ReturnsPage({ searchParams }: Props) {
  const t = await getTranslations("returns");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const [cursor] = [asked.cursor].flat();
  const state = STATES.find((one) => one === asked.state);
  const list = `/${locale.tag}/returns`;
  const empty = { icon: <Undo2 />, title: state ? t("none_found") : t("none"), hint: t("none_hint") };
  return (
    <Gate path="/returns" right="handle_returns">
      {async () => {
        const { items, next_cursor } = await listReturns(state, cursor);
        return (
          <PageFrame title={t("title")}>
            <StateFilter
              here={list}
              name="state"
              chosen={state}
              states={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
            />
            <Listing here={state ? `${list}?state=${state}` : list} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <ReturnTable returns={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
