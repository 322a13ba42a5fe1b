import { Empty } from "@globalmarket/ui/empty";
import { LayoutGrid } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import { PageFrame } from "../frame/page-frame";
import { Panel } from "../frame/panel";
import type { SectionTab } from "../frame/section-tabs";
import { ArrangeForm } from "./arrange-form";
import { writePlaces } from "./arranging";
import { ReportParts } from "./report-parts";
import { arrangeHome } from "./saved-actions";
import { listAllSaved, readHome, type Side } from "./saved-reads";

/** Which saved reports stand on the person's home page, in which order, and how wide: each move is a button. */
export async function ArrangePage({ side, parts }: { side: Side; parts?: readonly SectionTab[] }) {
  const t = await getTranslations("reports");
  const [{ items, etag }, saved] = await Promise.all([readHome(side), listAllSaved(side)]);
  const left = saved.filter(({ id }) => !items.some(({ saved_id }) => saved_id === id));
  const fields = { side, etag, places: writePlaces(items) };
  return (
    <PageFrame title={t("home.title")}>
      <ReportParts here="/reports/home" more={parts} />
      <p className="max-w-2xl text-muted">{t("home.hint")}</p>
      {items.length > 0 ? (
        <ol className="flex flex-col gap-2">
          {items.map(({ saved_id: id, name, size }, at) => (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-raised px-5 py-3"
            >
              <span className="font-semibold">
                <bdi>{name}</bdi> <span className="font-normal text-muted text-sm">{t(`home.sizes.${size}`)}</span>
              </span>
              <ArrangeForm
                action={arrangeHome}
                fields={{ ...fields, saved_id: id }}
                moves={[
                  { move: "earlier", isDisabled: at === 0 },
                  { move: "later", isDisabled: at === items.length - 1 },
                  { move: size === "half" ? "whole" : "half" },
                  { move: "remove" },
                ].map((one) => ({
                  ...one,
                  label: t(`home.moves.${one.move}`),
                  spoken: t("home.spoken", { move: t(`home.moves.${one.move}`), name }),
                }))}
              />
            </li>
          ))}
        </ol>
      ) : (
        <Empty icon={<LayoutGrid />} title={t("home.none")}>
          <p>{t("home.none_hint")}</p>
        </Empty>
      )}
      {left.length > 0 && (
        <Panel title={t("home.add")} isNarrow>
          <FieldForm
            id="add-widget"
            action={arrangeHome}
            submit={t("home.moves.add")}
            look="secondary"
            fields={[
              ...Object.entries({ ...fields, move: "add" }).map(([name, value]) => ({
                name,
                type: "hidden" as const,
                value,
              })),
              {
                name: "saved_id",
                type: "select",
                label: t("saved.name"),
                value: left[0]?.id ?? "",
                options: left.map(({ id, name }) => ({ value: id, label: name })),
              },
            ]}
          />
        </Panel>
      )}
    </PageFrame>
  );
}
