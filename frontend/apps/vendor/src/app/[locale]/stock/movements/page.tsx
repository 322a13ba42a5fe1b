import { BackLink } from "@globalmarket/web/frame/back-link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MovementTable } from "@/features/stock/movement-table";
import { listMovements } from "@/features/stock/reads";

type Props = PageProps<"/[locale]/stock/movements">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stock");
  return { title: t("movements") };
}

export default async function MovementsPage({ searchParams }: Props) {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const cursor = readCursor(await searchParams);
  const list = `/${locale.tag}/stock`;
  return (
    <Gate path="/stock/movements" right="adjust_stock">
      {async () => {
        const { items, next_cursor } = await listMovements({}, cursor);
        const empty = { icon: <History />, title: t("no_movements"), hint: t("no_movements_hint") };
        return (
          <PageFrame title={t("movements")}>
            <BackLink href={list}>{t("title")}</BackLink>
            <Listing here={`${list}/movements`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <MovementTable movements={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
