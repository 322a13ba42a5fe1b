import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { MessageCircle } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CONVERSATION_STATES } from "@/features/conversations/filters";
import { CONVERSATIONS } from "@/features/conversations/list";

type Props = PageProps<"/[locale]/conversations">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("conversations");
  return { title: t("title") };
}

export default async function ConversationsPage({ searchParams }: Props) {
  const t = await getTranslations("conversations");
  const asked = await searchParams;
  return (
    <ListPage
      list={CONVERSATIONS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: CONVERSATION_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <MessageCircle />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
        </PageFrame>
      )}
    />
  );
}
