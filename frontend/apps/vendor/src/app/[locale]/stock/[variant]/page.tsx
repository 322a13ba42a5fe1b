import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor } from "@globalmarket/web/lists/filters";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { AdjustForm } from "@/features/stock/adjust-form";
import { movementTable } from "@/features/stock/movement-table";
import { getItem, listMovements, listWarehouses } from "@/features/stock/reads";
import { LevelMark } from "@/features/stock/stock-table";

type Props = PageProps<"/[locale]/stock/[variant]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stock");
  return { title: t("title") };
}

export default async function VariantStockPage({ params, searchParams }: Props) {
  const { variant } = await params;
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/stock`;
  return (
    <Gate path={`/stock/${variant}`} right="adjust_stock">
      {async () => {
        const person = await requirePerson(`/stock/${variant}`);
        const [item, warehouses] = await Promise.all([getItem(variant), listWarehouses()]);
        const { items, next_cursor } = await listMovements({ variant_id: variant }, { cursor });
        const nameOf = (id: string) => warehouses.find((one) => one.id === id)?.name ?? id;
        const empty = { icon: <History />, title: t("no_movements"), hint: t("no_movements_hint") };
        return (
          <PageFrame title={<bdi dir="ltr">{item.sku || variant}</bdi>} mark={<LevelMark item={item} />}>
            <div className="flex flex-wrap gap-x-6">
              <BackLink href={here + listQueryOf(asked)}>{t("title")}</BackLink>
              {mayDo(person, "edit_products") && (
                <Link href={`/${locale.tag}/products/${item.product_id}`} className="py-2 underline underline-offset-4">
                  {t("to_product")}
                </Link>
              )}
            </div>
            <div className="grid gap-6 md:grid-cols-2">
              <Panel title={t("levels_title")}>
                <FactList
                  facts={[
                    { name: t("on_hand"), value: item.on_hand },
                    { name: t("reserved"), value: item.reserved },
                    { name: t("available"), value: item.available, isStrong: true },
                    ...(item.levels.length > 1
                      ? item.levels.map((level) => ({ name: nameOf(level.warehouse_id), value: level.on_hand }))
                      : []),
                  ]}
                />
              </Panel>
              <Panel title={t("adjust")}>
                <AdjustForm item={item} warehouses={warehouses} />
              </Panel>
            </div>
            <h2 className="font-semibold text-lg">{t("movements")}</h2>
            <Listing here={`${here}/${variant}`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <RowTable table={await movementTable()} rows={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
