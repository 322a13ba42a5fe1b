import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Truck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddCourier } from "@/features/couriers/forms";
import { COURIERS } from "@/features/couriers/list";

type Props = PageProps<"/[locale]/couriers">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("couriers");
  return { title: t("title") };
}

export default async function CouriersPage({ searchParams }: Props) {
  const t = await getTranslations("couriers");
  const asked = await searchParams;
  return (
    <ListPage
      list={COURIERS}
      asked={asked}
      empty={{ icon: <Truck />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={{ added: t("done.added") }} />
          <AddCourier />
          {list}
        </PageFrame>
      )}
    />
  );
}
