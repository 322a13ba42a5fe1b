import { Done } from "@globalmarket/web/forms/done";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EXPERIMENTS } from "@/features/prices/list";
import { PricesFrame } from "@/features/prices/prices-frame";

type Props = PageProps<"/[locale]/prices/experiments">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("parts.experiments") };
}

export default async function ExperimentsPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const asked = await searchParams;
  return (
    <ListPage
      list={EXPERIMENTS}
      asked={asked}
      empty={{ icon: <FlaskConical />, title: t("none.experiments"), hint: t("none_hint.experiments") }}
      frame={(list) => (
        <PricesFrame part="experiments">
          <Done asked={asked.done} messages={{ started: t("experiment_started") }} />
          {list}
        </PricesFrame>
      )}
    />
  );
}
