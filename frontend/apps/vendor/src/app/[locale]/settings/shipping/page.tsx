import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { createMethod, createZone } from "@/features/shipping/actions";
import { methodFields, zoneChoices } from "@/features/shipping/method-fields";
import { MethodTable } from "@/features/shipping/method-table";
import { listMethods, listZones } from "@/features/shipping/reads";
import { zoneFields } from "@/features/shipping/zone-fields";
import { ZoneTable } from "@/features/shipping/zone-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.shipping") };
}

export default async function ShippingPage() {
  const t = await getTranslations("settings");
  return (
    <Gate path="/settings/shipping" right="manage_shipping">
      {async () => {
        const [methods, zones] = await Promise.all([listMethods(), listZones()]);
        const places = [{ value: "", label: t("shipping.everywhere") }, ...zoneChoices(zones)];
        const [fields, ofZone] = await Promise.all([methodFields(places), zoneFields()]);
        return (
          <SettingsFrame part="shipping">
            {methods.length > 0 ? (
              <MethodTable methods={methods} />
            ) : (
              <p className="text-muted">{t("shipping.none")}</p>
            )}
            <Panel title={t("shipping.new")} isNarrow>
              <FieldForm
                id="method"
                action={createMethod}
                submit={t("shipping.create")}
                fields={[keyField(), ...fields]}
              />
            </Panel>
            {zones.length > 0 && (
              <Panel title={t("shipping.zones")}>
                <ZoneTable zones={zones} />
              </Panel>
            )}
            <Fold title={t("shipping.new_zone")} hint={t("shipping.zone_hint")}>
              <FieldForm
                id="zone"
                action={createZone}
                submit={t("shipping.create_zone")}
                fields={[keyField(), ...ofZone]}
              />
            </Fold>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
