import type { PayoutAccountView, PayoutOutlook } from "@globalmarket/api";
import { countryName, formatTime } from "@globalmarket/i18n";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Outlook } from "@/features/money/outlook-panel";
import { saveAccount } from "./actions";

interface Props {
  currency: string;
  /** Undefined until one is named. */
  account: PayoutAccountView | undefined;
  outlook: PayoutOutlook | undefined;
  mayChange: boolean;
}

/** Where one currency's payouts go, the next of them, and how to name another account. */
export async function AccountPanel({ currency, account, outlook, mayChange }: Props) {
  const t = await getTranslations("payout-account");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("in_currency", { currency })} isNarrow>
      {account ? (
        <FactList
          facts={[
            { name: t("account"), value: <bdi dir="ltr">{account.masked_account}</bdi>, isStrong: true },
            { name: t("holder"), value: <bdi>{account.holder}</bdi> },
            ...(account.bank_name ? [{ name: t("bank"), value: <bdi>{account.bank_name}</bdi> }] : []),
            { name: t("country"), value: countryName(account.country, locale.language) },
            ...(account.changed_at
              ? [{ name: t("changed"), value: formatTime(account.changed_at, locale.tag, region.timezone) }]
              : []),
          ]}
        />
      ) : (
        <p className="text-muted">{t("none", { currency })}</p>
      )}
      {outlook && <Outlook outlook={outlook} />}
      {mayChange ? (
        <AccountForm currency={currency} account={account} />
      ) : (
        <p className="text-muted">{t("owner_only")}</p>
      )}
    </Panel>
  );
}

async function AccountForm({ currency, account }: Pick<Props, "currency" | "account">) {
  const t = await getTranslations("payout-account");
  const { locale, region } = await currentSite();
  const countries = region.countries
    .map((value) => ({ value, label: countryName(value, locale.language) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale.tag));
  return (
    <Fold title={account ? t("change") : t("set")} hint={t("change_hint")}>
      <FieldForm
        id={`account-${currency}`}
        action={saveAccount}
        submit={t("save")}
        confirm={t("confirm")}
        fields={[
          { name: "currency", type: "hidden", value: currency },
          { name: "etag", type: "hidden", value: account?.etag ?? "0" },
          { name: "account", label: t("number"), maxLength: 100, dir: "ltr", autoComplete: "off" },
          { name: "holder", label: t("holder"), maxLength: 140 },
          {
            name: "country",
            type: "select",
            label: t("country"),
            hint: t("country_hint"),
            options: [{ value: "", label: t("from_iban") }, ...countries],
          },
          { name: "bic", label: t("bic"), optional: t("optional"), maxLength: 40, dir: "ltr" },
          { name: "bank_name", label: t("bank_name"), optional: t("optional"), maxLength: 100 },
        ]}
      />
    </Fold>
  );
}
