import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { AuthPanel } from "@globalmarket/web/auth/auth-panel";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { ownPath } from "@globalmarket/web/server/own-path";
import { findPerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { logIn } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/login">;

const DONE = ["reset", "logged_out", "confirmed"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("log_in") };
}

export default async function LoginPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const { locale, region } = await currentSite();
  const { next, done } = await searchParams;
  const path = ownPath([next].flat()[0], "");
  if (await findPerson()) redirect(path || `/${locale.tag}`);
  const happened = DONE.find((one) => one === done);
  return (
    <AuthPanel title={t("log_in")} intro={t("intro", { region: region.name })}>
      {happened && <Notice kind="success">{t(`done.${happened}`)}</Notice>}
      <FieldForm
        id="login"
        action={logIn}
        submit={t("log_in")}
        fields={[
          { name: "next", type: "hidden", value: path },
          { name: "email", type: "email", label: t("email"), autoComplete: "username", maxLength: 254 },
          { name: "password", type: "password", label: t("password"), autoComplete: "current-password" },
        ]}
      />
      <Link href={`/${locale.tag}/reset-password`} className="self-start py-2 text-sm underline underline-offset-4">
        {t("forgotten")}
      </Link>
      <Link href={`/${locale.tag}/confirm-email`} className="self-start py-2 text-sm underline underline-offset-4">
        {t("no_confirmation")}
      </Link>
      <Link href={`/${locale.tag}/apply`} className={buttonClass("secondary", "self-start")}>
        {t("apply")}
      </Link>
    </AuthPanel>
  );
}
