import { AuthPanel } from "@globalmarket/web/auth/auth-panel";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { register } from "@/features/auth/actions";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("register"), robots: { index: false } };
}

export default async function RegisterPage() {
  const t = await getTranslations("auth");
  const { locale } = await currentShop();
  const link = (path: string) => (words: React.ReactNode) => (
    <Link href={`/${locale.tag}${path}`} className="underline underline-offset-4">
      {words}
    </Link>
  );
  return (
    <AuthPanel title={t("register")} intro={t.rich("have_account", { link: link("/login") })}>
      <FieldForm
        id="register"
        action={register}
        submit={t("register")}
        isOnce
        fields={[
          { name: "name", label: t("name"), autoComplete: "name", maxLength: 100 },
          { name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 },
          {
            name: "password",
            type: "password",
            label: t("password"),
            autoComplete: "new-password",
            hint: t("password_hint"),
          },
        ]}
      >
        <p className="text-muted text-sm">
          {t.rich("agree", { terms: link("/pages/terms"), privacy: link("/pages/privacy") })}
        </p>
      </FieldForm>
    </AuthPanel>
  );
}
