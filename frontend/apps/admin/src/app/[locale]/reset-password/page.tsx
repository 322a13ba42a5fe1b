import { AskForReset, ChoosePassword } from "@globalmarket/web/auth/password-pages";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { askPasswordReset, choosePassword } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/reset-password">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("reset"), referrer: "same-origin" };
}

/** With a mailed link's token, where a new password is chosen; without one, where the link is asked for. */
export default async function ResetPasswordPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const [token] = [(await searchParams).token].flat();
  if (!token) return <AskForReset action={askPasswordReset} />;
  return <ChoosePassword token={token} action={choosePassword} title={t("reset_choose")} intro={t("reset_intro")} />;
}
