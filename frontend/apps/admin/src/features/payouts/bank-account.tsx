import { formatTime } from "@globalmarket/i18n";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { setBankAccount } from "./actions";
import type { AccountAsSeen } from "./reads";

/** The account that payouts of one currency are paid from, and the form to put another in its place. */
export async function BankAccount({ seen: { detail, etag } }: { seen: AccountAsSeen }) {
  const t = await getTranslations("payouts");
  const forms = await getTranslations("forms");
  const { locale, region } = await currentSite();
  const { currency, holder, account, bic, bank_name, changed_at } = detail;
  const optional = forms("optional");
  const fields: FieldSpec[] = [
    { name: "currency", type: "hidden", value: currency },
    { name: "etag", type: "hidden", value: etag },
    { name: "holder", label: t("holder"), maxLength: 70, value: holder, autoComplete: "off" },
    { name: "account", label: t("account_number"), maxLength: 100, dir: "ltr", autoComplete: "off" },
    { name: "bic", label: t("bic"), maxLength: 40, dir: "ltr", optional, value: bic, autoComplete: "off" },
    { name: "bank_name", label: t("bank_name"), maxLength: 100, optional, value: bank_name, autoComplete: "off" },
  ];
  const given = (name: string, value: string, isCode = false) =>
    value
      ? [
          {
            name,
            value: (
              <bdi dir={isCode ? "ltr" : undefined} className="wrap-anywhere">
                {value}
              </bdi>
            ),
          },
        ]
      : [];
  return (
    <Panel title={currency} isNarrow>
      {account ? (
        <FactList
          facts={[
            ...given(t("account_number"), account, true),
            ...given(t("holder"), holder),
            ...given(t("bic"), bic, true),
            ...given(t("bank_name"), bank_name),
            ...(changed_at ? [{ name: t("changed"), value: formatTime(changed_at, locale.tag, region.timezone) }] : []),
          ]}
        />
      ) : (
        <p className="text-muted">{t("no_account")}</p>
      )}
      <details>
        <summary className="py-2 underline underline-offset-4">
          {account ? t("change_account") : t("add_account")}
        </summary>
        <div className="pt-3">
          <FieldForm
            id={`account-${currency}`}
            action={setBankAccount}
            submit={t("save_account")}
            confirm={t("account_confirm")}
            fields={fields}
          />
        </div>
      </details>
    </Panel>
  );
}
