import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { ShieldAlert } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HOLD_DONE } from "@/features/holds/filters";
import { Place } from "@/features/holds/hold-forms";
import { HOLDS } from "@/features/holds/list";

type Props = PageProps<"/[locale]/holds">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("holds");
  return { title: t("title") };
}

export default async function HoldsPage({ searchParams }: Props) {
  const t = await getTranslations("holds");
  const asked = await searchParams;
  return (
    <ListPage
      list={HOLDS}
      asked={asked}
      fields={[
        { name: "vendor_id", type: "id", label: t("vendor") },
        { name: "vendor_order_id", type: "id", label: t("vendor_order") },
      ]}
      empty={{ icon: <ShieldAlert />, title: t("none"), hint: t("none_hint") }}
      frame={(list, { filters }) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={Object.fromEntries(HOLD_DONE.map((name) => [name, t(`done.${name}`)]))} />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <Place vendorOrderId={filters.vendor_order_id} />
        </PageFrame>
      )}
    />
  );
}
