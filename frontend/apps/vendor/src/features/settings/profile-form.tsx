import type { VendorProfile } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveProfile } from "./actions";
import { ADDRESS_FIELDS, PROFILE_FIELDS, profileValues } from "./fields";

const NEEDED = ["name", "legal_name", "email", "line1"];
const LEFT_TO_RIGHT = ["registration_number", "vat_number", "email", "phone", "postcode"];

/** What customers and the marketplace see of the vendor: its names, numbers, address, and what it says of itself in each language. */
export async function ProfileForm({ profile, etag }: { profile: VendorProfile; etag: string }) {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const tDraft = await getTranslations("products.draft");
  const values = profileValues(profile, region.languages);
  const common = (name: string): Omit<FieldSpec, "name"> => ({
    maxLength: 100,
    ...(!NEEDED.includes(name) && { optional: t("optional") }),
    ...(LEFT_TO_RIGHT.includes(name) && { dir: "ltr" as const }),
  });
  return (
    <FieldForm
      id="profile"
      action={saveProfile}
      submit={t("save")}
      draft={{ found: tDraft("found"), restore: tDraft("restore"), discard: tDraft("discard") }}
      fields={[
        { name: "etag", type: "hidden", value: etag },
        { name: "seen", type: "hidden", value: JSON.stringify(values) },
        ...PROFILE_FIELDS.map(
          (name): FieldSpec => ({
            ...common(name),
            name,
            label: t(`fields.${name}`),
            value: values[name] ?? "",
            group: "names",
          }),
        ),
        ...ADDRESS_FIELDS.map(
          (name): FieldSpec => ({
            ...common(name),
            name: `address.${name}`,
            label: t(`fields.${name}`),
            value: values[`address.${name}`] ?? "",
            group: "address",
          }),
        ),
        ...region.languages.map(
          (language): FieldSpec => ({
            name: `descriptions.${language}`,
            type: "textarea",
            label: `${t("fields.description")} · ${languageName(language)}`,
            value: values[`descriptions.${language}`] ?? "",
            lang: language,
            optional: t("optional"),
            maxLength: 5000,
            group: language,
          }),
        ),
      ]}
    />
  );
}
