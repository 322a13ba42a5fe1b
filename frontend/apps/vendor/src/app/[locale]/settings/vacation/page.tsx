import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { getProfile } from "@/features/settings/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { VacationPanel } from "@/features/settings/vacation-panel";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.vacation") };
}

export default async function VacationPage() {
  return (
    <Gate path="/settings/vacation" right="edit_profile">
      {async () => (
        <SettingsFrame part="vacation">
          <VacationPanel {...(await getProfile())} />
        </SettingsFrame>
      )}
    </Gate>
  );
}
