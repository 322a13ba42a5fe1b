import type { RegionSettings } from "@globalmarket/api";
import { countryName, languageName } from "@globalmarket/i18n";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** What the region is made of. It is changed by commands, not here. */
export async function RegionFacts({ region }: { region: RegionSettings }) {
  const t = await getTranslations("region");
  const { locale } = await currentSite();
  const list = (names: string[]) => new Intl.ListFormat(locale.tag, { type: "unit" }).format(names);
  const countries = (codes: string[]) => list(codes.map((code) => countryName(code, locale.language)));
  return (
    <Panel title={t("facts")} isNarrow>
      <FactList
        facts={[
          { name: t("name"), value: <bdi>{region.name}</bdi> },
          { name: t("hosts"), value: <bdi dir="ltr">{region.domains.join(", ")}</bdi> },
          { name: t("currencies"), value: list(region.currencies) },
          { name: t("languages"), value: list(region.languages.map(languageName)) },
          { name: t("countries"), value: countries(region.countries) },
          ...(region.countries_without_vat.length
            ? [{ name: t("without_vat"), value: countries(region.countries_without_vat) }]
            : []),
          { name: t("timezone"), value: <bdi dir="ltr">{region.timezone}</bdi> },
        ]}
      />
    </Panel>
  );
}
