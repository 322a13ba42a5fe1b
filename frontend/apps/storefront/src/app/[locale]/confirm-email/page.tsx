import { AuthPanel } from "@globalmarket/web/auth/auth-panel";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmEmail, mailConfirmation } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/confirm-email">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("confirm"), robots: { index: false }, referrer: "same-origin" };
}

/** Where the mailed link leads. It takes a click: programs that look into mails open links, too. Without a link it sends one. */
export default async function ConfirmEmailPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const [token] = [(await searchParams).token].flat();
  const ask = (
    <FieldForm
      id="mail"
      action={mailConfirmation}
      submit={t("mail_again")}
      look={token ? "secondary" : "primary"}
      isOnce
      fields={[{ name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 }]}
    />
  );
  if (!token) {
    return (
      <AuthPanel title={t("confirm")} intro={t("confirm_ask")}>
        {ask}
      </AuthPanel>
    );
  }
  return (
    <AuthPanel title={t("confirm")} intro={t("confirm_intro")}>
      <FieldForm
        id="confirm"
        action={confirmEmail}
        submit={t("confirm_now")}
        fields={[{ name: "token", type: "hidden", value: token }]}
      />
      <details className="border-line border-t pt-4">
        <summary className="py-2 text-sm underline underline-offset-4">{t("link_fails")}</summary>
        <div className="pt-4">{ask}</div>
      </details>
    </AuthPanel>
  );
}
