import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Chain } from "@/features/audit-log/chain";
import { AUDIT_LOG } from "@/features/audit-log/list";

type Props = PageProps<"/[locale]/audit-log">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit_log");
  return { title: t("title") };
}

export default async function AuditLogPage({ searchParams }: Props) {
  const t = await getTranslations("audit_log");
  const asked = await searchParams;
  return (
    <ListPage
      list={AUDIT_LOG}
      asked={asked}
      fields={[
        { name: "actor", label: t("find_actor") },
        { name: "action", label: t("find_action") },
        { name: "resource", label: t("find_resource") },
        { name: "since", type: "date", label: t("since") },
        { name: "until", type: "date", label: t("until") },
      ]}
      empty={{ icon: <ScrollText />, title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          {list}
          <Chain now={new Date().toISOString()} />
        </PageFrame>
      )}
    />
  );
}
