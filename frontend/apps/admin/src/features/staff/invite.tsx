import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { inviteMember } from "./actions";
import { roleFields } from "./role-fields";

/** A form for a new member of the staff. */
export async function Invite() {
  const t = await getTranslations("staff");
  const { locale, region } = await currentSite();
  return (
    <Fold title={t("invite_title")} hint={t("invite_hint")}>
      <FieldForm
        id="invite"
        action={inviteMember}
        submit={t("invite")}
        confirm={t("invite_confirm")}
        fields={[
          keyField(),
          { name: "name", label: t("name"), maxLength: 100 },
          { name: "email", type: "email", label: t("email"), maxLength: 254 },
          {
            name: "language",
            type: "select",
            label: t("language"),
            value: locale.language,
            options: region.languages.map((code) => ({ value: code, label: languageName(code), lang: code })),
          },
          ...(await roleFields()),
          await reasonField(),
        ]}
      />
    </Fold>
  );
}
