import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CUSTOMERS } from "@/features/customers/list";
import { Parts } from "@/features/money/parts";
import { SEGMENT_LIST } from "@/features/segments/list";

type Props = PageProps<"/[locale]/customers">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("customers");
  return { title: t("title") };
}

export default async function CustomersPage({ searchParams }: Props) {
  const t = await getTranslations("customers");
  const segments = await getTranslations("segments");
  const asked = await searchParams;
  return (
    <ListPage
      list={CUSTOMERS}
      asked={asked}
      fields={[{ name: "email", label: t("find") }]}
      empty={{ icon: <Users />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Parts
            parts={[
              { path: CUSTOMERS.path, title: t("title") },
              { path: SEGMENT_LIST.path, title: segments("title") },
            ]}
            here={CUSTOMERS.path}
          />
          {list}
        </PageFrame>
      )}
    />
  );
}
