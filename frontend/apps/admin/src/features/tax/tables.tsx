import type { Dac7Seller, OssReport, OssThreshold, OssVendorRow, VatNumberCheckView } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { percentText } from "@/features/money/percent";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";

type OssTotal = OssReport["totals"][number];

/** What is declared, by scheme, country and rate. */
export async function OssTotals({ totals }: { totals: OssTotal[] }) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  return (
    <DataTable
      caption={t("totals")}
      rows={totals}
      rowKey={({ scheme, destination, rate_bp, supplied_in, net }) =>
        [scheme, destination, rate_bp, supplied_in, net.currency].join(" ")
      }
      columns={[
        { title: t("destination"), cell: ({ destination }) => countryName(destination, locale.language) },
        { title: t("scheme"), cell: ({ scheme }) => t(`schemes.${scheme}`) },
        { title: t("supplied_in"), cell: ({ supplied_in }) => <bdi dir="ltr">{supplied_in}</bdi> },
        { title: t("rate"), isNumber: true, cell: ({ rate_bp }) => percentText(rate_bp, locale.tag) },
        { title: t("net"), isNumber: true, cell: ({ net }) => <Amount of={net} /> },
        { title: t("tax"), isNumber: true, cell: ({ tax }) => <Amount of={tax} /> },
      ]}
    />
  );
}

/** The same by vendor, from the country that its invoices name as its own. */
export async function ossVendorTable(rows: OssVendorRow[]): Promise<ListTable<OssVendorRow>> {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const names = new Map(rows.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return {
    caption: t("by_vendor"),
    rowKey: ({ vendor_id, scheme, origin, destination, rate_bp, supplied_in, net }) =>
      [vendor_id, scheme, origin, destination, rate_bp, supplied_in, net.currency].join(" "),
    columns: [
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_name }) => vendor_name,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      { key: "origin", title: t("origin"), text: ({ origin }) => countryName(origin, locale.language) },
      {
        key: "destination",
        title: t("destination"),
        text: ({ destination }) => countryName(destination, locale.language),
      },
      { key: "scheme", title: t("scheme"), text: ({ scheme }) => t(`schemes.${scheme}`) },
      { key: "rate", title: t("rate"), isNumber: true, text: ({ rate_bp }) => percentText(rate_bp, locale.tag) },
      { key: "net", title: t("net"), amount: ({ net }) => net },
      { key: "tax", title: t("tax"), amount: ({ tax }) => tax },
    ],
  };
}

/** What vendors have sold to consumers of other member states, beside the limit. */
export async function thresholdTable(rows: OssThreshold[]): Promise<ListTable<OssThreshold>> {
  const t = await getTranslations("tax");
  const names = new Map(rows.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return {
    caption: t("parts.thresholds"),
    rowKey: ({ vendor_id }) => vendor_id,
    columns: [
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_name }) => vendor_name,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      {
        key: "threshold",
        title: t("threshold"),
        text: ({ is_over }) => t(is_over ? "over_threshold" : "under_threshold"),
        cell: ({ is_over }) => (
          <Badge tone={is_over ? "warn" : "good"}>{is_over ? t("over_threshold") : t("under_threshold")}</Badge>
        ),
      },
      { key: "previous_year", title: t("previous_year"), amount: ({ previous_year }) => previous_year },
      { key: "this_year", title: t("this_year"), amount: ({ year }) => year },
      { key: "limit", title: t("limit"), amount: ({ limit }) => limit },
    ],
  };
}

/** Vendors in a year's report: what of each quarter is reported, or why nothing is, and what the file lacks. */
export async function sellerTable(rows: Dac7Seller[]): Promise<ListTable<Dac7Seller>> {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const names = new Map(rows.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return {
    caption: t("parts.dac7"),
    rowKey: ({ vendor_id }) => vendor_id,
    columns: [
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_name }) => vendor_name,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      { key: "country", title: t("country"), text: ({ country }) => countryName(country, locale.language) },
      {
        key: "reported",
        title: t("reported"),
        text: ({ is_reportable }) => t(is_reportable ? "yes_reported" : "not_reported"),
        cell: (seller) => <Reported seller={seller} />,
      },
      ...[1, 2, 3, 4].map((quarter) => ({
        key: `quarter-${quarter}`,
        title: t("quarter_short", { quarter }),
        amount: ({ quarters }: Dac7Seller) => quarters[quarter - 1]?.consideration,
        isNumber: true,
        cell: ({ quarters }: Dac7Seller) => <QuarterCell of={quarters[quarter - 1]} />,
      })),
    ],
  };
}

async function Reported({ seller: { is_reportable, exclusion, missing } }: { seller: Dac7Seller }) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const names = missing.map((name) => (t.has(`missing.${name}`) ? t(`missing.${name}`) : name));
  return (
    <div className="flex max-w-64 flex-col items-start gap-1 whitespace-normal">
      <Badge tone={is_reportable ? "brand" : "plain"}>{is_reportable ? t("yes_reported") : t("not_reported")}</Badge>
      {exclusion && <span className="text-muted">{t(`exclusions.${exclusion}`)}</span>}
      {names.length > 0 && (
        <span className="text-sale">{t("lacks", { list: new Intl.ListFormat(locale.tag).format(names) })}</span>
      )}
    </div>
  );
}

async function QuarterCell({ of: quarter }: { of: Dac7Seller["quarters"][number] | undefined }) {
  const t = await getTranslations("tax");
  if (!quarter) return "–";
  return (
    <>
      <Amount of={quarter.consideration} />
      <span className="block text-muted">{t("sales", { count: quarter.sale_count })}</span>
    </>
  );
}

const TONES: Record<VatNumberCheckView["outcome"], Tone> = { valid: "good", invalid: "bad", no_answer: "warn" };

/** Questions to VIES, a row each. */
export async function checkTable(rows: VatNumberCheckView[]): Promise<ListTable<VatNumberCheckView>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const t = await getTranslations("tax");
  return {
    caption: t("parts.vat-checks"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "vat_number",
        title: t("vat_number"),
        text: ({ vat_number }) => vat_number,
        cell: ({ vat_number }) => <bdi dir="ltr">{vat_number}</bdi>,
      },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      {
        key: "outcome",
        title: t("outcome"),
        text: ({ outcome }) => t(`outcomes.${outcome}`),
        cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{t(`outcomes.${outcome}`)}</Badge>,
      },
      {
        key: "says",
        title: t("says"),
        text: ({ name, address, error }) => [name, address].filter(Boolean).join(", ") || error,
        cell: ({ name, address, error }) => (
          <div className="max-w-72 whitespace-normal">
            <bdi>{[name, address].filter(Boolean).join(", ") || error}</bdi>
          </div>
        ),
      },
      { key: "asked", title: t("asked"), time: ({ checked_at }) => checked_at },
      {
        key: "consultation",
        title: t("consultation"),
        text: ({ consultation_number }) => consultation_number,
        cell: ({ consultation_number: id }) => <bdi dir="ltr">{id}</bdi>,
      },
    ],
  };
}
