import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { askPasswordReset, resetPassword } from "@/features/auth/actions";
import { AuthPanel } from "@/features/auth/auth-panel";
import { FieldForm } from "@/features/forms/field-form";
import { Link } from "@/features/frame/link";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/reset-password">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("reset"), robots: { index: false }, referrer: "same-origin" };
}

/** With a mailed link's token, where a new password is chosen; without one, where the link is asked for. */
export default async function ResetPasswordPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const { locale } = await currentShop();
  const [token] = [(await searchParams).token].flat();
  if (!token) {
    return (
      <AuthPanel title={t("reset")} intro={t("reset_ask")}>
        <FieldForm
          id="ask"
          action={askPasswordReset}
          submit={t("mail_reset")}
          isOnce
          fields={[{ name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 }]}
        />
      </AuthPanel>
    );
  }
  return (
    <AuthPanel title={t("reset_choose")} intro={t("reset_intro")}>
      <FieldForm
        id="reset"
        action={resetPassword}
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
