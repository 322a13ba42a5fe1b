import type { Dac7Seller, OssReport, OssThreshold, OssVendorRow, VatNumberCheckView } from "@globalmarket/api";
import { countryName, formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { percentText } from "@/features/money/percent";
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
export async function OssVendors({ rows }: { rows: OssVendorRow[] }) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const names = new Map(rows.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return (
    <DataTable
      caption={t("by_vendor")}
      rows={rows}
      rowKey={({ vendor_id, scheme, origin, destination, rate_bp, supplied_in, net }) =>
        [vendor_id, scheme, origin, destination, rate_bp, supplied_in, net.currency].join(" ")
      }
      columns={[
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("origin"), cell: ({ origin }) => countryName(origin, locale.language) },
        { title: t("destination"), cell: ({ destination }) => countryName(destination, locale.language) },
        { title: t("scheme"), cell: ({ scheme }) => t(`schemes.${scheme}`) },
        { title: t("rate"), isNumber: true, cell: ({ rate_bp }) => percentText(rate_bp, locale.tag) },
        { title: t("net"), isNumber: true, cell: ({ net }) => <Amount of={net} /> },
        { title: t("tax"), isNumber: true, cell: ({ tax }) => <Amount of={tax} /> },
      ]}
    />
  );
}

/** What vendors have sold to consumers of other member states, beside the limit. */
export async function ThresholdTable({ rows }: { rows: OssThreshold[] }) {
  const t = await getTranslations("tax");
  const names = new Map(rows.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return (
    <DataTable
      caption={t("parts.thresholds")}
      rows={rows}
      rowKey={({ vendor_id }) => vendor_id}
      columns={[
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        {
          title: t("threshold"),
          cell: ({ is_over }) => (
            <Badge tone={is_over ? "warn" : "good"}>{is_over ? t("over_threshold") : t("under_threshold")}</Badge>
          ),
        },
        { title: t("previous_year"), isNumber: true, cell: ({ previous_year }) => <Amount of={previous_year} /> },
        { title: t("this_year"), isNumber: true, cell: ({ year }) => <Amount of={year} /> },
        { title: t("limit"), isNumber: true, cell: ({ limit }) => <Amount of={limit} /> },
      ]}
    />
  );
}

/** Vendors in a year's report: what of each quarter is reported, or why nothing is, and what the file lacks. */
export async function SellerTable({ sellers }: { sellers: Dac7Seller[] }) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const names = new Map(sellers.map(({ vendor_id, vendor_name }) => [vendor_id, vendor_name]));
  return (
    <DataTable
      caption={t("parts.dac7")}
      rows={sellers}
      rowKey={({ vendor_id }) => vendor_id}
      columns={[
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("country"), cell: ({ country }) => countryName(country, locale.language) },
        { title: t("reported"), cell: (seller) => <Reported seller={seller} /> },
        ...[1, 2, 3, 4].map((quarter) => ({
          title: t("quarter_short", { quarter }),
          isNumber: true,
          cell: ({ quarters }: Dac7Seller) => <QuarterCell of={quarters[quarter - 1]} />,
        })),
      ]}
    />
  );
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

interface ChecksProps {
  checks: VatNumberCheckView[];
  names: ReadonlyMap<string, string>;
}

/** Questions to VIES, a row each. */
export async function CheckTable({ checks, names }: ChecksProps) {
  const t = await getTranslations("tax");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.vat-checks")}
      rows={checks}
      rowKey={({ id }) => id}
      columns={[
        { title: t("vat_number"), cell: ({ vat_number }) => <bdi dir="ltr">{vat_number}</bdi> },
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("outcome"), cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{t(`outcomes.${outcome}`)}</Badge> },
        {
          title: t("says"),
          cell: ({ name, address, error }) => (
            <div className="max-w-72 whitespace-normal">
              <bdi>{[name, address].filter(Boolean).join(", ") || error}</bdi>
            </div>
          ),
        },
        { title: t("asked"), cell: ({ checked_at }) => formatTime(checked_at, locale.tag, region.timezone) },
        { title: t("consultation"), cell: ({ consultation_number: id }) => <bdi dir="ltr">{id}</bdi> },
      ]}
    />
  );
}
