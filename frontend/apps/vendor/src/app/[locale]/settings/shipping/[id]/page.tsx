import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { editMethod } from "@/features/shipping/actions";
import { methodValues } from "@/features/shipping/fields";
import { methodFields, zoneChoices } from "@/features/shipping/method-fields";
import { getMethod, listZones } from "@/features/shipping/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("shipping.edit") };
}

/** One way to deliver, to be changed: its prices, its days, where it goes and what it is called. */
export default async function ShippingMethodPage({ params }: PageProps<"/[locale]/settings/shipping/[id]">) {
  const { id } = await params;
  const t = await getTranslations("settings");
  const tDraft = await getTranslations("products.draft");
  const { region, locale } = await currentSite();
  return (
    <Gate path={`/settings/shipping/${id}`} right="manage_shipping">
      {async () => {
        const [method, zones] = await Promise.all([getMethod(id), listZones()]);
        const values = methodValues(method, region);
        const fields = await methodFields(zoneChoices(zones));
        return (
          <SettingsFrame part="shipping">
            <BackLink href={`/${locale.tag}/settings/shipping`}>{t("parts.shipping")}</BackLink>
            <Panel title={t("shipping.edit")} isNarrow>
              <p className="text-muted text-sm">{t("shipping.edit_hint")}</p>
              <FieldForm
                id="method"
                action={editMethod}
                submit={t("save")}
                draft={{ found: tDraft("found"), restore: tDraft("restore"), discard: tDraft("discard") }}
                fields={[
                  { name: "id", type: "hidden", value: id },
                  { name: "etag", type: "hidden", value: method.etag },
                  { name: "seen", type: "hidden", value: JSON.stringify(values) },
                  ...fields.map((field) => ({ ...field, value: values[field.name] ?? "" })),
                ]}
              />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
