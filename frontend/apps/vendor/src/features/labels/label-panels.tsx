import type { LabelView, VendorOrderDetail } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { buyLabel, shipLabel, voidLabel } from "./actions";
import { BuyForms } from "./buy-forms";
import { withoutLabel } from "./covered";
import { Problem } from "./problem";
import { optionsOfOrder } from "./reads";

const TONES: Record<LabelView["state"], Tone> = {
  buying: "warn",
  unknown: "bad",
  bought: "brand",
  shipping: "brand",
  used: "good",
  voiding: "warn",
  voided: "plain",
  failed: "bad",
};
const PRINTED: LabelView["state"][] = ["bought", "shipping", "used"];

interface Props {
  order: VendorOrderDetail;
  labels: LabelView[];
}

/** The labels of the order's parcels, with what can be done with each. */
export async function Labels({ order, labels }: Props) {
  const t = await getTranslations("labels");
  if (!labels.length) return null;
  return (
    <Panel title={t("title")}>
      <ul className="flex flex-col divide-y divide-line">
        {labels.map((label) => (
          <li key={label.id} className="flex flex-wrap items-start justify-between gap-4 py-3">
            <Label order={order} label={label} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Buys the label of the next parcel, where the vendor has an account at a carrier. */
export async function BuyLabel({ order, labels, weight }: Props & { weight: number }) {
  const t = await getTranslations("labels");
  const open = withoutLabel(order, labels);
  if (!["new", "accepted", "partly_shipped"].includes(order.state) || order.settles_on_delivery || !open.length)
    return null;
  return (
    <Panel title={t("buy_title")} isNarrow>
      <p className="text-muted">{t("buy_hint")}</p>
      <BuyForms
        id="label"
        page={`/orders/${order.id}`}
        weight={weight}
        offered={weight ? await optionsOfOrder(order.id, weight) : undefined}
        action={buyLabel}
        fields={[
          { name: "order", type: "hidden", value: order.id },
          ...open.map(({ line: { line_id, title, option_text }, units }): FieldSpec => {
            const label = `${[title, option_text].filter(Boolean).join(", ")} (0–${units})`;
            return {
              name: `quantity.${line_id}`,
              type: "number",
              label,
              value: String(units),
              min: 0,
              max: units,
            };
          }),
        ]}
      />
    </Panel>
  );
}

async function Label({ order, label }: { order: VendorOrderDetail; label: LabelView }) {
  const t = await getTranslations("labels");
  const { locale } = await currentSite();
  const { id, state, carrier, tracking_number, problem } = label;
  const fields = (): FieldSpec[] => [
    { name: "order", type: "hidden", value: order.id },
    { name: "label", type: "hidden", value: id },
    keyField(),
  ];
  return (
    <>
      <div className="flex flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-2 font-semibold">
          <bdi>{carrier || label.service}</bdi>
          <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
        </h3>
        <ul className="text-sm">
          {label.lines.map(({ line_id, quantity }) => (
            <li key={line_id}>
              {quantity} × <bdi>{order.lines.find((line) => line.line_id === line_id)?.title}</bdi>
            </li>
          ))}
        </ul>
        {tracking_number && (
          <p className="text-sm">
            {t("tracking")}: <bdi dir="ltr">{tracking_number}</bdi>
          </p>
        )}
        {(state === "buying" || state === "voiding") && <p className="text-muted text-sm">{t("under_way")}</p>}
        {state === "unknown" && <p className="text-sm">{t("unknown_hint")}</p>}
        <Problem problem={problem} />
        {PRINTED.includes(state) && (
          <a
            href={`/${locale.tag}/orders/${order.id}/labels/${id}`}
            className="inline-flex min-h-11 items-center self-start underline underline-offset-4"
          >
            {t("download")}
          </a>
        )}
      </div>
      {["bought", "shipping", "unknown"].includes(state) && (
        <div className="flex flex-col items-start gap-3">
          {state !== "unknown" && (
            <FieldForm id={`ship-${id}`} action={shipLabel} submit={t("ship")} fields={fields()} />
          )}
          {state !== "shipping" && (
            <Fold title={t("void_title")} hint={t("void_hint")}>
              <FieldForm
                id={`void-${id}`}
                action={voidLabel}
                submit={t("void")}
                confirm={t("void_confirm")}
                look="danger"
                fields={fields()}
              />
            </Fold>
          )}
        </div>
      )}
    </>
  );
}
