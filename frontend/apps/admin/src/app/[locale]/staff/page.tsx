import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Invite } from "@/features/staff/invite";
import { STAFF } from "@/features/staff/list";

type Props = PageProps<"/[locale]/staff">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("staff");
  return { title: t("title") };
}

export default async function StaffPage({ searchParams }: Props) {
  const t = await getTranslations("staff");
  const asked = await searchParams;
  return (
    <ListPage
      list={STAFF}
      asked={asked}
      fields={[{ name: "q", label: t("find") }]}
      empty={{ icon: <UsersRound />, title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <p className="max-w-2xl text-muted">{t("everywhere")}</p>
          <Done asked={asked.done} messages={{ invited: t("done.invited") }} />
          <Invite />
          {list}
        </PageFrame>
      )}
    />
  );
}
