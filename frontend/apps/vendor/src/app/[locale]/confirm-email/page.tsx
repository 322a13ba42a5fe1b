import { ConfirmEmail } from "@globalmarket/web/auth/confirm-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmEmail, mailConfirmation } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/confirm-email">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("confirmation");
  return { title: t("title"), referrer: "same-origin" };
}

export default async function ConfirmEmailPage({ searchParams }: Props) {
  const [token] = [(await searchParams).token].flat();
  return <ConfirmEmail token={token} confirm={confirmEmail} mail={mailConfirmation} />;
}
