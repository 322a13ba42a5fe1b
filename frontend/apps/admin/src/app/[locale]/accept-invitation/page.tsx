import { ChoosePassword } from "@globalmarket/web/auth/password-pages";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { choosePassword } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/accept-invitation">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("staff");
  return { title: t("accept_title"), referrer: "same-origin" };
}

/** Where the link of an invitation leads: the person chooses a password, and can then log in. */
export default async function AcceptInvitationPage({ searchParams }: Props) {
  const [token] = [(await searchParams).token].flat();
  if (!token) notFound();
  const t = await getTranslations("staff");
  return <ChoosePassword token={token} action={choosePassword} title={t("accept_title")} intro={t("accept_intro")} />;
}
