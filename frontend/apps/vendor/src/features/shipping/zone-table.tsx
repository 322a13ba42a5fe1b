import type { ShippingZoneDetail } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Zones with their countries; each leads to where it is changed. */
export async function ZoneTable({ zones }: { zones: ShippingZoneDetail[] }) {
  const t = await getTranslations("settings");
  const { locale } = await currentSite();
  const list = new Intl.ListFormat(locale.tag, { type: "unit" });
  return (
    <DataTable
      caption={t("shipping.zones")}
      rows={zones}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("shipping.zone_name"),
          cell: ({ id, name }) => (
            <Link href={`/${locale.tag}/settings/shipping/zones/${id}`} className="underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
          ),
        },
        {
          title: t("shipping.to"),
          cell: ({ countries }) => (
            <p className="max-w-prose whitespace-normal">
              <bdi>{list.format(countries.map((country) => countryName(country, locale.language)))}</bdi>
            </p>
          ),
        },
      ]}
    />
  );
}
