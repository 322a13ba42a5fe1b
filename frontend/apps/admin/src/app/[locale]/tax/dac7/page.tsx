import { buttonClass } from "@globalmarket/ui/button";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedDownload } from "@/features/money/refused-download";
import { chosenYear } from "@/features/tax/chosen";
import { SELLERS } from "@/features/tax/list";
import { PeriodChoice } from "@/features/tax/period-choice";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax/dac7">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("parts.dac7") };
}

export default async function Dac7Page({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const { name, options } = await chosenYear(asked);
  const here = `/${locale.tag}/tax/dac7`;
  return (
    <ListPage
      list={SELLERS}
      asked={asked}
      empty={{ icon: <Percent />, title: t("no_sellers"), hint: t("no_sellers_hint") }}
      frame={(list) => (
        <TaxFrame part="dac7">
          <RefusedDownload asked={asked.refused} />
          <p className="max-w-2xl text-muted">{t("dac7_hint")}</p>
          <PeriodChoice here={here} name="year" label={t("year")} chosen={name} options={options} />
          {list}
          <div className="flex flex-col gap-2">
            <a href={`${here}/report?year=${name}`} className={buttonClass("secondary", "self-start")}>
              {t("dac7_xml", { year: name })}
            </a>
            <p className="max-w-2xl text-muted text-sm">{t("dac7_xml_hint")}</p>
          </div>
        </TaxFrame>
      )}
    />
  );
}
