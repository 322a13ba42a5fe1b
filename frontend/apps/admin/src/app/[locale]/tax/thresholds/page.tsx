import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { chosenQuarter } from "@/features/tax/chosen";
import { THRESHOLDS } from "@/features/tax/list";
import { PeriodChoice } from "@/features/tax/period-choice";
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
  const { name, options } = await chosenQuarter(asked);
  const here = `/${locale.tag}/tax/thresholds`;
  return (
    <ListPage
      list={THRESHOLDS}
      asked={asked}
      empty={{ icon: <Percent />, title: t("no_thresholds"), hint: t("no_thresholds_hint") }}
      frame={(list) => (
        <TaxFrame part="thresholds">
          <p className="max-w-2xl text-muted">{t("thresholds_hint")}</p>
          <PeriodChoice here={here} name="period" label={t("quarter")} chosen={name} options={options} />
          {list}
        </TaxFrame>
      )}
    />
  );
}
