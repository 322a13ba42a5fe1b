import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { revokeKey } from "@/features/keys/actions";
import { NewKeyForm } from "@/features/keys/new-key-form";
import { KEY_ROLES } from "@/features/keys/roles";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.keys") };
}

export default async function KeysPage() {
  const t = await getTranslations("settings");
  const tFrame = await getTranslations("frame");
  const { locale, region } = await currentSite();
  const when = (moment: string | null) => (moment ? formatTime(moment, locale.tag, region.timezone) : t("keys.never"));
  const roleName = (role: string) => KEY_ROLES.filter((one) => one === role).map((one) => tFrame(`roles.${one}`));
  return (
    <Gate path="/settings/keys" right="manage_keys">
      {async () => {
        const keys = (await (await privateApi()).GET("/api/v1/vendor/api-keys")).data?.items ?? [];
        return (
          <SettingsFrame part="keys">
            <Panel title={t("keys.new")} isNarrow>
              <p className="text-muted">{t("keys.hint")}</p>
              <NewKeyForm
                firstKey={crypto.randomUUID()}
                roles={KEY_ROLES.map((value) => ({ value, label: tFrame(`roles.${value}`) }))}
                words={{
                  name: t("keys.name"),
                  nameHint: t("keys.name_hint"),
                  roles: t("keys.roles"),
                  create: t("keys.create"),
                  secret: t("keys.secret"),
                  secretHint: t("keys.secret_hint"),
                }}
              />
            </Panel>
            {keys.length > 0 && (
              <DataTable
                caption={t("parts.keys")}
                rows={keys}
                rowKey={({ id }) => id}
                columns={[
                  { title: t("keys.name"), cell: ({ name }) => <bdi>{name}</bdi> },
                  { title: t("keys.prefix"), cell: ({ prefix }) => <bdi dir="ltr">{prefix}…</bdi> },
                  { title: t("keys.roles"), cell: ({ roles }) => roles.flatMap(roleName).join(", ") },
                  { title: t("keys.created"), cell: ({ created_at }) => when(created_at) },
                  { title: t("keys.used"), cell: ({ last_used_at }) => when(last_used_at) },
                  {
                    title: t("keys.state"),
                    cell: ({ id, name, revoked_at }) =>
                      revoked_at ? (
                        <Badge tone="plain">{t("keys.is_revoked")}</Badge>
                      ) : (
                        <FieldForm
                          id={id}
                          action={revokeKey}
                          submit={t("keys.revoke")}
                          confirm={t("keys.confirm")}
                          look="quiet"
                          fields={[
                            { name: "id", type: "hidden", value: id },
                            { name: "name", type: "hidden", value: name },
                          ]}
                        />
                      ),
                  },
                ]}
              />
            )}
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
