import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CountriesPanel } from "@/features/products/countries-panel";
import { Editor } from "@/features/products/editor";
import { HistoryPanel } from "@/features/products/history-panel";
import { Moves, UndoMove } from "@/features/products/move-forms";
import { MOVES } from "@/features/products/moves";
import { PicturesPanel } from "@/features/products/pictures/pictures-panel";
import { ProductLinks } from "@/features/products/product-links";
import { ProductMark, titleOf } from "@/features/products/product-table";
import { getProduct, listHistory, listStock } from "@/features/products/reads";
import { SpecificationsPanel } from "@/features/products/specifications/specifications-panel";
import { StockPanel } from "@/features/products/stock-panel";
import { TakenDown } from "@/features/products/taken-down";
import { VariantsPanel } from "@/features/products/variants/variants-panel";
import { listWarehouses } from "@/features/stock/reads";

type Props = PageProps<"/[locale]/products/[id]">;

const DONE = [...MOVES, "created", "created_uncounted"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("product") };
}

export default async function ProductPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  return (
    <Gate path={`/products/${id}`} right="edit_products">
      {async () => {
        const [version, stock, warehouses, history] = await Promise.all([
          getProduct(id),
          listStock(id),
          listWarehouses(),
          listHistory(id),
        ]);
        const { product } = version;
        return (
          <PageFrame
            title={<bdi>{titleOf(product, locale.language)}</bdi>}
            mark={<ProductMark product={product} />}
            actions={<Moves product={product} />}
          >
            <ProductLinks product={product} listQuery={listQueryOf(asked)} />
            <TakenDown product={product} />
            <Done asked={asked.done} messages={Object.fromEntries(DONE.map((done) => [done, t(`done.${done}`)]))} />
            <UndoMove product={product} asked={asked} />
            <PicturesPanel version={version} />
            <VariantsPanel version={version} stock={stock} warehouses={warehouses} />
            <StockPanel items={stock} warehouses={warehouses} />
            <Panel title={t("edit")}>
              <Editor version={version} />
            </Panel>
            <SpecificationsPanel version={version} />
            <CountriesPanel version={version} />
            <HistoryPanel entries={history} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
