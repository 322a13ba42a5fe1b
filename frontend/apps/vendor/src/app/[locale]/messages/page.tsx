import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { MessageCircle } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TURNS } from "@/features/messages/filters";
import { CONVERSATIONS } from "@/features/messages/list";

type Props = PageProps<"/[locale]/messages">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("messages");
  return { title: t("title") };
}

export default async function MessagesPage({ searchParams }: Props) {
  const t = await getTranslations("messages");
  const asked = await searchParams;
  return (
    <ListPage
      list={CONVERSATIONS}
      asked={asked}
      fields={[
        {
          name: "awaits_vendor",
          type: "select",
          label: t("turn"),
          options: TURNS.map((value) => ({ value, label: t(`turns.${value}`) })),
        },
      ]}
      empty={{ icon: <MessageCircle />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
