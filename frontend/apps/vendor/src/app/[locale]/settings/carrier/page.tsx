import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { connectCarrier, disconnectCarrier } from "@/features/labels/actions";
import { getCarrierAccount } from "@/features/labels/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.carrier") };
}

export default async function CarrierPage() {
  const t = await getTranslations("labels");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/settings/carrier" right="connect_carrier">
      {async () => {
        const account = await getCarrierAccount();
        return (
          <SettingsFrame part="carrier">
            {account.is_connected && (
              <Panel title={t("account_title")} isNarrow>
                {account.is_refused && <Notice kind="problem">{t("keys_refused")}</Notice>}
                <FactList
                  facts={[
                    { name: t("public_key"), value: <bdi dir="ltr">{account.public_key}</bdi> },
                    {
                      name: t("connected_on"),
                      value: formatTime(account.connected_at ?? "", locale.tag, region.timezone),
                    },
                  ]}
                />
                <FieldForm
                  id="disconnect-carrier"
                  action={disconnectCarrier}
                  submit={t("disconnect")}
                  confirm={t("disconnect_confirm")}
                  look="danger"
                  fields={[]}
                />
              </Panel>
            )}
            <Panel title={t(account.is_connected ? "replace_title" : "connect_title")} isNarrow>
              <p className="text-muted">{t("connect_hint")}</p>
              <FieldForm
                id="connect-carrier"
                action={connectCarrier}
                submit={t("connect")}
                fields={[
                  { name: "etag", type: "hidden", value: account.etag },
                  { name: "public_key", label: t("public_key"), maxLength: 100, dir: "ltr", autoComplete: "off" },
                  {
                    name: "secret_key",
                    label: t("secret_key"),
                    hint: t("secret_hint"),
                    maxLength: 200,
                    dir: "ltr",
                    autoComplete: "off",
                  },
                ]}
              />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
