import { countryName } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listCoverage } from "./reads";

/** Where vendors deliver: the countries with the fewest come first. */
export async function CoverageTable() {
  const t = await getTranslations("shipping");
  const { locale } = await currentSite();
  const rows = (await listCoverage()).toSorted((one, other) => one.vendors - other.vendors);
  return (
    <Fold title={t("coverage")}>
      <DataTable
        caption={t("coverage")}
        rows={rows}
        rowKey={({ country }) => country}
        columns={[
          { title: t("country"), cell: ({ country }) => countryName(country, locale.language) },
          {
            title: t("vendors"),
            isNumber: true,
            cell: ({ vendors }) => vendors || <Badge tone="warn">{t("nobody")}</Badge>,
          },
          { title: t("methods"), isNumber: true, cell: ({ methods }) => methods },
        ]}
      />
    </Fold>
  );
}
