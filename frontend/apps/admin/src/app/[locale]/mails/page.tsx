import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MAIL_STATES } from "@/features/mails/filters";
import { MAILS } from "@/features/mails/list";

type Props = PageProps<"/[locale]/mails">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mails");
  return { title: t("title") };
}

export default async function MailsPage({ searchParams }: Props) {
  const t = await getTranslations("mails");
  const asked = await searchParams;
  return (
    <ListPage
      list={MAILS}
      asked={asked}
      fields={[
        { name: "recipient", label: t("recipient") },
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: MAIL_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "order", type: "id", label: t("order_id") },
      ]}
      empty={{ icon: <Mail />, title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
