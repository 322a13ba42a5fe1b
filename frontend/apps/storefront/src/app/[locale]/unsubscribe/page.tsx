import { AuthPanel } from "@globalmarket/web/auth/auth-panel";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { unsubscribe } from "@/features/account/unsubscribe";

type Props = PageProps<"/[locale]/unsubscribe">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("unsubscribe.title"), robots: { index: false }, referrer: "same-origin" };
}

/** Where the link in a mail to a segment leads. It takes a click: programs that look into mails open links, too. */
export default async function UnsubscribePage({ searchParams }: Props) {
  const t = await getTranslations("account");
  const [token = ""] = [(await searchParams).token].flat();
  return (
    <AuthPanel title={t("unsubscribe.title")} intro={t("unsubscribe.intro")}>
      <FieldForm
        id="unsubscribe"
        action={unsubscribe}
        submit={t("unsubscribe.submit")}
        isOnce
        fields={[{ name: "token", type: "hidden", value: token }]}
      />
    </AuthPanel>
  );
}
