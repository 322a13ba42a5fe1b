import type { ExperimentState, ExperimentView } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { stopExperiment } from "./actions";

const TONES: Record<ExperimentState, Tone> = { running: "brand", ended: "good", stopped: "plain" };

/** Experiments, a row each: the prices that are tried, and what is known by now. */
export async function experimentTable(): Promise<ListTable<ExperimentView>> {
  const t = await getTranslations("prices");
  return {
    caption: t("parts.experiments"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "sku", title: t("sku"), text: ({ sku }) => sku, cell: ({ sku }) => <bdi dir="ltr">{sku}</bdi> },
      { key: "kind", title: t("kind"), text: ({ kind }) => t(`kinds.${kind}`) },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`experiment_states.${state}`),
        cell: ({ state, stop_reason }) => (
          <>
            <Badge tone={TONES[state]}>{t(`experiment_states.${state}`)}</Badge>
            {stop_reason && <span className="block text-muted">{t(`stop_reasons.${stop_reason}`)}</span>}
          </>
        ),
      },
      {
        key: "periods",
        title: t("periods"),
        text: ({ periods, periods_done }) => t("periods_of", { done: periods_done, all: periods }),
      },
      { key: "arms", title: t("arms"), cell: ({ arms }) => <Arms arms={arms} /> },
      { key: "result", title: t("result"), cell: (experiment) => <Result experiment={experiment} /> },
      { key: "seed", title: t("seed"), text: ({ seed }) => seed },
      { key: "started", title: t("started"), time: ({ started_at }) => started_at },
      {
        key: "stop",
        title: t("stop"),
        cell: ({ id, sku, state }) =>
          state === "running" ? (
            <FieldForm
              id={`stop-${id}`}
              action={stopExperiment}
              submit={
                <>
                  {t("stop")}
                  <span className="sr-only"> {sku}</span>
                </>
              }
              look="quiet"
              fields={[keyField(), { name: "id", type: "hidden", value: id }]}
            />
          ) : (
            "–"
          ),
      },
    ],
  };
}

async function Arms({ arms }: Pick<ExperimentView, "arms">) {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  return (
    <ul className="flex flex-col gap-1">
      {arms.map(({ price, units, profit_per_day, best_percent }) => (
        <li key={price.minor}>
          <strong>{formatMoney(price, locale.tag)}</strong>{" "}
          <span className="text-muted">
            {t("arm", { units, profit: formatMoney(profit_per_day, locale.tag) })}
            {best_percent !== null && ` · ${t("arm_best", { percent: best_percent })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

async function Result({ experiment: { result } }: { experiment: ExperimentView }) {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  if (!result) return t("not_yet");
  const money = (amount: typeof result.low) => formatMoney(amount, locale.tag);
  return (
    <div className="max-w-xs whitespace-normal">
      <Badge tone={result.is_clear ? "good" : "plain"}>{t(result.is_clear ? "clear" : "unclear")}</Badge>
      <span className="block">
        {t("best", { price: money(result.best), gain: money(result.gain_per_day) })}{" "}
        <span className="text-muted">
          {t("between", { low: money(result.low), high: money(result.high) })}
          {result.p_value !== null && ` · p = ${result.p_value.toLocaleString(locale.tag)}`}
        </span>
      </span>
    </div>
  );
}
