import { AskForReset, ChoosePassword } from "@globalmarket/web/auth/password-pages";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { askPasswordReset, choosePassword } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/accept-invitation">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("invited"), referrer: "same-origin" };
}

/** Where the link of an invitation leads: the person's first password, which also confirms the address. */
export default async function AcceptInvitationPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const [token] = [(await searchParams).token].flat();
  if (!token) return <AskForReset action={askPasswordReset} />;
  return <ChoosePassword token={token} action={choosePassword} title={t("invited")} intro={t("invited_intro")} />;
}
