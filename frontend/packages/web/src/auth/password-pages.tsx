import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import type { FormAction } from "../forms/form-state";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";
import { AuthPanel } from "./auth-panel";

/** Where the link to choose a new password is asked for. */
export async function AskForReset({ action }: { action: FormAction }) {
  const t = await getTranslations("auth");
  return (
    <AuthPanel title={t("reset")} intro={t("reset_ask")}>
      <FieldForm
        id="ask"
        action={action}
        submit={t("mail_reset")}
        isOnce
        fields={[{ name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 }]}
      />
    </AuthPanel>
  );
}

interface Props {
  /** From the mailed link. */
  token: string;
  action: FormAction;
  title: string;
  intro: string;
}

/** Where a new password is chosen. */
export async function ChoosePassword({ token, action, title, intro }: Props) {
  const t = await getTranslations("auth");
  const { locale } = await currentSite();
  return (
    <AuthPanel title={title} intro={intro}>
      <FieldForm
        id="reset"
        action={action}
        submit={t("save_password")}
        fields={[
          { name: "token", type: "hidden", value: token },
          {
            name: "password",
            type: "password",
            label: t("new_password"),
            autoComplete: "new-password",
            hint: t("password_hint"),
          },
        ]}
      />
      <Link href={`/${locale.tag}/reset-password`} className="self-start py-2 text-sm underline underline-offset-4">
        {t("ask_new_link")}
      </Link>
    </AuthPanel>
  );
}
