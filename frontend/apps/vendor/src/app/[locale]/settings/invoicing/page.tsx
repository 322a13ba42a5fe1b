import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { acceptInvoicing } from "@/features/settings/actions";
import { getInvoicing } from "@/features/settings/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.invoicing") };
}

export default async function InvoicingPage() {
  const t = await getTranslations("settings");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/settings/invoicing" right="see_money">
      {async () => {
        const person = await requirePerson("/settings/invoicing");
        const status = await getInvoicing();
        const { accepted_at, accepted_version, agreement, agreement_version, is_issued, missing, waiting } = status;
        const isPresent = accepted_version === agreement_version;
        return (
          <SettingsFrame part="invoicing">
            <Notice kind={is_issued ? "success" : "info"}>
              <p>{t(is_issued ? "invoicing.issued" : "invoicing.not_issued")}</p>
              {missing.length > 0 && (
                <ul className="mt-2 list-disc ps-5">
                  {missing.map((name) => (
                    <li key={name}>{t.has(`invoicing.missing.${name}`) ? t(`invoicing.missing.${name}`) : name}</li>
                  ))}
                </ul>
              )}
              {waiting > 0 && <p className="mt-2">{t("invoicing.waiting", { count: waiting })}</p>}
            </Notice>
            <Panel title={t("invoicing.agreement")} isNarrow>
              <p className="whitespace-pre-line">{agreement}</p>
              {isPresent && accepted_at && (
                <p className="text-muted">
                  {t("invoicing.accepted", { time: formatTime(accepted_at, locale.tag, region.timezone) })}
                </p>
              )}
              {!isPresent && mayDo(person, "accept_agreements") && (
                <FieldForm
                  id="invoicing"
                  action={acceptInvoicing}
                  submit={t("invoicing.accept")}
                  confirm={t("invoicing.confirm")}
                  fields={[{ name: "version", type: "hidden", value: agreement_version }, keyField()]}
                />
              )}
              {!isPresent && !mayDo(person, "accept_agreements") && (
                <p className="text-muted">{t("invoicing.owner_only")}</p>
              )}
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
