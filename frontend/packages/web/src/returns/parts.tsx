import type { ReturnLine, ReturnState, ReturnView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";

const TONES: Record<ReturnState, Tone> = {
  requested: "warn",
  approved: "brand",
  partly_received: "brand",
  received: "brand",
  inspected: "brand",
  refunded: "good",
  refused: "bad",
  canceled: "plain",
  expired: "plain",
};

/** How a return stands. */
export async function ReturnMark({ state }: { state: ReturnState }) {
  const t = await getTranslations("returns.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** How far an exchange is; nothing where the customer wants none. */
export async function ExchangeNote({ found }: { found: ReturnView }) {
  const t = await getTranslations("returns");
  if (!found.exchange) return null;
  return <Notice kind="info">{t(`exchange.${found.exchange.state}`)}</Notice>;
}

/** What is to come back, line by line, and what became of it. */
export async function ReturnLines({ found }: { found: ReturnView }) {
  const t = await getTranslations("returns");
  return (
    <DataTable
      caption={t("lines")}
      rows={found.lines}
      rowKey={({ line_id }) => line_id}
      columns={[
        {
          title: t("product"),
          cell: ({ title }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>{title}</bdi>
            </p>
          ),
        },
        ...(found.exchange
          ? [{ title: t("instead"), cell: ({ exchange_title }: ReturnLine) => <bdi>{exchange_title || "–"}</bdi> }]
          : []),
        { title: t("sku"), cell: ({ sku }) => <bdi dir="ltr">{sku}</bdi> },
        { title: t("units"), isNumber: true, cell: ({ quantity }) => quantity },
        { title: t("received_units"), isNumber: true, cell: ({ received }) => received },
        { title: t("accepted"), isNumber: true, cell: ({ accepted }) => accepted },
        { title: t("sellable"), isNumber: true, cell: ({ sellable }) => sellable },
      ]}
    />
  );
}
