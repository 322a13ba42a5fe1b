import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { LogoPanel } from "@/features/settings/logo-panel";
import { ProfileForm } from "@/features/settings/profile-form";
import { getProfile } from "@/features/settings/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

export default async function SettingsPage() {
  const t = await getTranslations("settings");
  return (
    <Gate path="/settings" right="edit_profile">
      {async () => {
        const { profile, etag } = await getProfile();
        return (
          <SettingsFrame part="profile">
            <LogoPanel logo={profile.logo} />
            <Panel title={t("parts.profile")}>
              <ProfileForm profile={profile} etag={etag} />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
