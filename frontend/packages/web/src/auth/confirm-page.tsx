import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import type { FormAction } from "../forms/form-state";
import { AuthPanel } from "./auth-panel";

interface Props {
  /** From the mailed link; without it the page sends one. */
  token: string | undefined;
  confirm: FormAction;
  /** Sends another mail. */
  mail: FormAction;
}

/** Where the mailed link leads. It takes a click: programs that look into mails open links, too. */
export async function ConfirmEmail({ token, confirm, mail }: Props) {
  const t = await getTranslations("confirmation");
  const ask = (
    <FieldForm
      id="mail"
      action={mail}
      submit={t("mail")}
      look={token ? "secondary" : "primary"}
      isOnce
      fields={[{ name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 }]}
    />
  );
  if (!token) {
    return (
      <AuthPanel title={t("title")} intro={t("ask")}>
        {ask}
      </AuthPanel>
    );
  }
  return (
    <AuthPanel title={t("title")} intro={t("intro")}>
      <FieldForm
        id="confirm"
        action={confirm}
        submit={t("confirm")}
        fields={[{ name: "token", type: "hidden", value: token }]}
      />
      <details className="border-line border-t pt-4">
        <summary className="py-2 text-sm underline underline-offset-4">{t("link_fails")}</summary>
        <div className="pt-4">{ask}</div>
      </details>
    </AuthPanel>
  );
}
