import { languageName } from "@globalmarket/i18n";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { saveProfile } from "@/features/account/profile-actions";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.profile"), robots: { index: false } };
}

export default async function ProfilePage() {
  const customer = await requirePerson("/account/profile");
  const [t, forms] = await Promise.all([getTranslations("account"), getTranslations("forms")]);
  const { region } = await currentShop();
  const languages = region.languages.map((language) => ({
    value: language,
    label: languageName(language),
    lang: language,
  }));
  return (
    <AccountFrame section="profile" title={t("sections.profile")}>
      <p className="text-muted">{t.rich("logged_in_as", { email: () => <bdi dir="ltr">{customer.email}</bdi> })}</p>
      <FieldForm
        id="profile"
        action={saveProfile}
        submit={t("save")}
        fields={[
          { name: "etag", type: "hidden", value: customer.etag },
          { name: "name", label: t("name"), value: customer.name, autoComplete: "name", maxLength: 100 },
          {
            name: "phone",
            type: "tel",
            label: t("phone"),
            value: customer.phone,
            autoComplete: "tel",
            optional: forms("optional"),
          },
          {
            name: "language",
            type: "select",
            label: t("language"),
            hint: t("language_hint"),
            value: customer.language,
            options: languages,
          },
        ]}
      />
    </AccountFrame>
  );
}
