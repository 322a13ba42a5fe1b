import type { ShippingMethodDetail } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { switchMethod } from "./actions";

const MOST_NAMED = 6; // countries

/** Ways to deliver, with where they go, what they cost and how long they take. */
export async function MethodTable({ methods }: { methods: ShippingMethodDetail[] }) {
  const t = await getTranslations("settings");
  const { locale } = await currentSite();
  const places = new Intl.ListFormat(locale.tag, { type: "unit" });
  return (
    <DataTable
      caption={t("parts.shipping")}
      rows={methods}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("shipping.name"),
          cell: ({ id, names }) => (
            <Link href={`/${locale.tag}/settings/shipping/${id}`} className="underline underline-offset-4">
              <bdi>{names[locale.language] ?? Object.values(names)[0]}</bdi>
            </Link>
          ),
        },
        {
          title: t("shipping.to"),
          cell: ({ zone_name, countries }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>
                {countries.length > MOST_NAMED
                  ? zone_name || t("shipping.everywhere")
                  : places.format(countries.map((country) => countryName(country, locale.language)))}
              </bdi>
            </p>
          ),
        },
        {
          title: t("shipping.price"),
          isNumber: true,
          cell: ({ prices }) => prices.map((price) => formatMoney(price, locale.tag)).join(", "),
        },
        {
          title: t("shipping.free_over"),
          isNumber: true,
          cell: ({ free_over }) => free_over.map((amount) => formatMoney(amount, locale.tag)).join(", ") || "–",
        },
        {
          title: t("shipping.days"),
          isNumber: true,
          cell: ({ min_days, max_days }) => (
            <bdi dir="ltr">{min_days === max_days ? min_days : `${min_days}–${max_days}`}</bdi>
          ),
        },
        {
          title: t("shipping.state"),
          cell: ({ is_active }) => (
            <Badge tone={is_active ? "good" : "plain"}>{t(is_active ? "shipping.on" : "shipping.off")}</Badge>
          ),
        },
        {
          title: t("shipping.change"),
          cell: ({ id, etag, is_active }) => (
            <FieldForm
              id={id}
              action={switchMethod}
              submit={t(is_active ? "shipping.turn_off" : "shipping.turn_on")}
              look="quiet"
              fields={[
                { name: "id", type: "hidden", value: id },
                { name: "etag", type: "hidden", value: etag },
                { name: "is_active", type: "hidden", value: String(!is_active) },
              ]}
            />
          ),
        },
      ]}
    />
  );
}
