import { Listing } from "@globalmarket/web/frame/listing";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { chosenQuarter } from "@/features/tax/chosen";
import { PeriodChoice } from "@/features/tax/period-choice";
import { listThresholds } from "@/features/tax/reads";
import { ThresholdTable } from "@/features/tax/tables";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax/thresholds">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("parts.thresholds") };
}

export default async function ThresholdsPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const cursor = readCursor(asked);
  const { value, name, options } = await chosenQuarter(asked);
  const here = `/${locale.tag}/tax/thresholds`;
  return (
    <Gate path={`/tax/thresholds?period=${name}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listThresholds(value, cursor);
        return (
          <TaxFrame part="thresholds">
            <p className="max-w-2xl text-muted">{t("thresholds_hint")}</p>
            <PeriodChoice here={here} name="period" label={t("quarter")} chosen={name} options={options} />
            <Listing
              here={`${here}?period=${name}`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Percent />, title: t("no_thresholds"), hint: t("no_thresholds_hint") }}
            >
              {items.length > 0 && <ThresholdTable rows={items} />}
            </Listing>
          </TaxFrame>
        );
      }}
    </Gate>
  );
}
