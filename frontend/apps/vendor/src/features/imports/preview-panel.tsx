import type { ImportPreview } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Notice } from "@globalmarket/ui/notice";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { fieldNames } from "./field-names";
import { rowsOf } from "./mapping";
import { ProblemTable } from "./report";

const STATES = ["published", "draft", "archived"] as const;

/** The first products as they would become, and what is missing or wrong. */
export async function PreviewPanel({ preview }: { preview: ImportPreview }) {
  const t = await getTranslations("imports");
  const nameOf = await fieldNames();
  const { missing, missing_for_new, products, problems } = preview;
  const named = (fields: string[]) => fields.map(nameOf).join(", ");
  return (
    <Panel title={t("preview.title")}>
      {missing.length > 0 && <Notice kind="problem">{t("preview.missing", { fields: named(missing) })}</Notice>}
      {missing_for_new.length > 0 && (
        <Notice kind="info">{t("preview.missing_for_new", { fields: named(missing_for_new) })}</Notice>
      )}
      {products.length > 0 ? <PreviewTable preview={preview} /> : <p className="text-muted">{t("preview.none")}</p>}
      {problems.length > 0 && <ProblemTable problems={problems} />}
    </Panel>
  );
}

async function PreviewTable({ preview: { products, draft } }: { preview: ImportPreview }) {
  const [t, states] = [await getTranslations("imports"), await getTranslations("products")];
  const { locale } = await currentSite();
  const stateOf = (status: string) => STATES.filter((one) => one === status).map((one) => states(`states.${one}`));
  return (
    <DataTable
      caption={t("preview.table", { count: products.length })}
      rows={rowsOf(products)}
      rowKey={({ key }) => key}
      columns={[
        { title: t("row"), isNumber: true, cell: ({ variant, product }) => variant?.row ?? product.row },
        { title: t("handle"), cell: ({ product, isFirst }) => isFirst && <bdi dir="ltr">{product.handle}</bdi> },
        {
          title: t("fields.title"),
          cell: ({ product, isFirst }) => isFirst && <bdi lang={draft.language}>{product.title}</bdi>,
        },
        { title: t("preview.category"), cell: ({ product, isFirst }) => isFirst && <bdi>{product.category}</bdi> },
        { title: t("state"), cell: ({ product, isFirst }) => isFirst && stateOf(product.status) },
        { title: t("preview.options"), cell: ({ variant }) => <bdi>{variant?.options.join(" / ")}</bdi> },
        { title: t("fields.sku"), cell: ({ variant }) => <bdi dir="ltr">{variant?.sku}</bdi> },
        {
          title: t("fields.price"),
          isNumber: true,
          cell: ({ variant }) => variant?.price && formatMoney(variant.price, locale.tag),
        },
        { title: t("fields.quantity"), isNumber: true, cell: ({ variant }) => variant?.quantity },
      ]}
    />
  );
}
