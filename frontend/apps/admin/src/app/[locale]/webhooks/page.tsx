import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Webhook } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChosenForm } from "@/features/chosen/chosen-form";
import { replayChosen } from "@/features/webhooks/chosen-actions";
import { WEBHOOK_STATES } from "@/features/webhooks/filters";
import { WEBHOOKS } from "@/features/webhooks/list";

type Props = PageProps<"/[locale]/webhooks">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

export default async function WebhooksPage({ searchParams }: Props) {
  const t = await getTranslations("webhooks");
  const asked = await searchParams;
  return (
    <ListPage
      list={WEBHOOKS}
      asked={asked}
      fields={[
        { name: "provider", label: t("provider") },
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: WEBHOOK_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "payment_id", type: "id", label: t("payment") },
      ]}
      empty={{ icon: <Webhook />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={{ replayed: t("done.replayed") }} />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <ChosenForm
            title={t("chosen.title")}
            action={replayChosen}
            steps={[{ value: "replay", label: t("replay") }]}
          />
        </PageFrame>
      )}
    />
  );
}
