import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CustomerParts } from "@/features/customers/customer-parts";
import { CUSTOMERS } from "@/features/customers/list";

type Props = PageProps<"/[locale]/customers">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("customers");
  return { title: t("title") };
}

export default async function CustomersPage({ searchParams }: Props) {
  const t = await getTranslations("customers");
  const asked = await searchParams;
  return (
    <ListPage
      list={CUSTOMERS}
      asked={asked}
      fields={[{ name: "email", label: t("find") }]}
      empty={{ icon: <Users />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list, { person }) => (
        <PageFrame title={t("title")}>
          <CustomerParts here={CUSTOMERS.path} person={person} />
          {list}
        </PageFrame>
      )}
    />
  );
}
