import type { AdminVendorDetail } from "@globalmarket/api";
import { countryName, formatDay } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { addressLines } from "@/features/address/lines";

interface Props {
  detail: AdminVendorDetail;
}

/** What an operator would still like to know of an applicant. */
export async function Missing({ detail: { vendor } }: Props) {
  const t = await getTranslations("vendors");
  if (vendor.state === "closed" || !vendor.missing.length) return null;
  const { locale } = await currentSite();
  const names = vendor.missing.map((name) => (t.has(`missing.${name}`) ? t(`missing.${name}`) : name));
  return <Notice kind="info">{t("missing_title", { list: new Intl.ListFormat(locale.tag).format(names) })}</Notice>;
}

/** Who the vendor is in law, and where. */
export async function Profile({ detail: { vendor } }: Props) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  const given = (name: string, value: string, isCode = false) =>
    value ? [{ name, value: <bdi dir={isCode ? "ltr" : undefined}>{value}</bdi> }] : [];
  return (
    <Panel title={t("profile")}>
      <FactList
        facts={[
          ...given(t("legal_name"), vendor.legal_name),
          ...given(t("registration_number"), vendor.registration_number, true),
          ...given(t("vat_number"), vendor.vat_number, true),
          { name: t("vat_registered"), value: vendor.is_vat_registered ? t("yes") : t("no") },
          { name: t("country"), value: countryName(vendor.country, locale.language) },
          { name: t("currency"), value: vendor.currency },
          ...given(t("email"), vendor.email, true),
          ...given(t("phone"), vendor.phone, true),
          { name: t("applied"), value: day(vendor.applied_at) },
          ...(vendor.approved_at ? [{ name: t("approved_on"), value: day(vendor.approved_at) }] : []),
        ]}
      />
      {vendor.address && (
        <address className="flex flex-col border-line border-t pt-4 not-italic">
          {addressLines(vendor.address, locale.language).map((line) => (
            <span key={line}>
              <bdi>{line}</bdi>
            </span>
          ))}
        </address>
      )}
    </Panel>
  );
}
