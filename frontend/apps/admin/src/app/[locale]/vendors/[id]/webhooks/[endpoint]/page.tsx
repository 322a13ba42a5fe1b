import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Webhook } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { deliveryList } from "@/features/vendor-webhooks/list";
import { DELIVERY_STATES } from "@/features/vendor-webhooks/reads";

type Props = PageProps<"/[locale]/vendors/[id]/webhooks/[endpoint]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("vendor-webhooks");
  return { title: t("deliveries") };
}

export default async function DeliveriesPage({ params, searchParams }: Props) {
  const { id, endpoint } = await params;
  const t = await getTranslations("vendor-webhooks");
  const { locale } = await currentSite();
  return (
    <ListPage
      list={deliveryList(id, endpoint)}
      asked={await searchParams}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: DELIVERY_STATES.map((value) => ({ value, label: t(`delivery_states.${value}`) })),
        },
      ]}
      empty={{ icon: <Webhook />, title: t("none_sent"), hint: t("none_sent_hint") }}
      frame={(list) => (
        <PageFrame
          above={<BackLink href={`/${locale.tag}/vendors/${id}/webhooks`}>{t("title")}</BackLink>}
          title={t("deliveries")}
        >
          {list}
        </PageFrame>
      )}
    />
  );
}
