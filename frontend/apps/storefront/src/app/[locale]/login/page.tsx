import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { AuthPanel } from "@globalmarket/web/auth/auth-panel";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { ownPath } from "@globalmarket/web/server/own-path";
import { findPerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { logIn } from "@/features/auth/actions";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/login">;

const DONE = ["confirmed", "reset", "logged_out", "logged_out_everywhere", "deleted", "support_view_over"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("log_in"), robots: { index: false } };
}

export default async function LoginPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const { locale } = await currentShop();
  const { next, done } = await searchParams;
  const home = `/${locale.tag}`;
  const path = ownPath([next].flat()[0], "");
  if (await findPerson()) redirect(path || `${home}/account`);
  const happened = DONE.find((one) => one === done);
  const onward = path ? `?next=${encodeURIComponent(path)}` : "";
  return (
    <AuthPanel title={t("log_in")}>
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
      <ul className="flex flex-col gap-1 text-sm">
        <li>
          <Link href={`${home}/reset-password`} className="inline-block py-2 underline underline-offset-4">
            {t("forgotten")}
          </Link>
        </li>
        <li>
          <Link href={`${home}/confirm-email`} className="inline-block py-2 underline underline-offset-4">
            {t("no_confirmation")}
          </Link>
        </li>
      </ul>
      <section aria-labelledby="new" className="flex flex-col gap-3 border-line border-t pt-6">
        <h2 id="new" className="font-semibold text-lg">
          {t("new_here")}
        </h2>
        <Link href={`${home}/register${onward}`} className={buttonClass("secondary")}>
          {t("register")}
        </Link>
      </section>
    </AuthPanel>
  );
}
