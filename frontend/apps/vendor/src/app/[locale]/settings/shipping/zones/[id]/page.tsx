import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { editZone } from "@/features/shipping/actions";
import { zoneValues } from "@/features/shipping/fields";
import { getZone } from "@/features/shipping/reads";
import { zoneFields } from "@/features/shipping/zone-fields";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("shipping.edit_zone") };
}

/** A set of countries, to be changed with all ways to deliver that go there. */
export default async function ShippingZonePage({ params }: PageProps<"/[locale]/settings/shipping/zones/[id]">) {
  const { id } = await params;
  const t = await getTranslations("settings");
  const { locale, region } = await currentSite();
  return (
    <Gate path={`/settings/shipping/zones/${id}`} right="manage_shipping">
      {async () => {
        const zone = await getZone(id);
        const values = zoneValues(zone, region.countries);
        const fields = await zoneFields();
        return (
          <SettingsFrame part="shipping">
            <BackLink href={`/${locale.tag}/settings/shipping`}>{t("parts.shipping")}</BackLink>
            <Panel title={t("shipping.edit_zone")} isNarrow>
              <p className="text-muted text-sm">{t("shipping.edit_zone_hint")}</p>
              <FieldForm
                id="zone"
                action={editZone}
                submit={t("shipping.create_zone")}
                fields={[
                  { name: "id", type: "hidden", value: id },
                  { name: "etag", type: "hidden", value: zone.etag },
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
