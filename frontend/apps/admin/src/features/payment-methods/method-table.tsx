import type { MethodView } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { percentText } from "@/features/money/percent";

/** Payment methods, a row each: by whom, where, for which amounts, for what fee. */
export async function methodTable(): Promise<ListTable<MethodView>> {
  const t = await getTranslations("payment-methods");
  const { locale, region } = await currentSite();
  const money = (minor: number, currency: string) =>
    formatMoney({ minor, currency: currency || region.default_currency }, locale.tag);
  const amounts = ({ amount_from_minor: from, amount_to_minor: to, currency }: MethodView) => {
    if (to !== null) return t("from_to", { from: money(from, currency), to: money(to, currency) });
    return from > 0 ? t("from", { from: money(from, currency) }) : t("any");
  };
  const fee = ({ fee_bp, fee_fixed_minor, currency }: MethodView) =>
    [fee_bp > 0 && percentText(fee_bp, locale.tag), fee_fixed_minor > 0 && money(fee_fixed_minor, currency)]
      .filter(Boolean)
      .join(" + ");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "method",
        title: t("method"),
        text: ({ name, code }) => `${t(`names.${name}`)} (${code})`,
        cell: ({ id, name, code }) => (
          <>
            <Link href={`/${locale.tag}/payment-methods/${id}`} className="underline underline-offset-4">
              {t(`names.${name}`)}
            </Link>
            <bdi dir="ltr" className="block font-normal text-muted">
              {code}
            </bdi>
          </>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ is_active }) => t(is_active ? "on" : "off"),
        cell: ({ is_active }) => <Badge tone={is_active ? "good" : "plain"}>{t(is_active ? "on" : "off")}</Badge>,
      },
      { key: "provider", title: t("provider"), text: ({ provider }) => provider },
      {
        key: "country",
        title: t("country"),
        text: ({ country }) => (country ? countryName(country, locale.language) : t("any")),
      },
      { key: "currency", title: t("currency"), text: ({ currency }) => currency || t("any") },
      { key: "amounts", title: t("amounts"), text: amounts },
      { key: "fee", title: t("fee"), text: fee },
      { key: "position", title: t("position"), isNumber: true, text: ({ position }) => position },
    ],
  };
}
