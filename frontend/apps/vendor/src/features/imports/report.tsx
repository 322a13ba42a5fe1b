import type { ImportView, ProblemView } from "@globalmarket/api";
import { DataTable } from "@globalmarket/ui/data-table";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { importForReal } from "./actions";
import { Progress } from "./progress";

const COUNTS = ["created", "updated", "unchanged", "refused", "variants_removed"] as const;

/** What an import has done, or would do, so far. */
export async function Report({ found }: { found: ImportView }) {
  const t = await getTranslations("imports");
  const { state, counts, failure, progress_percent, dry_run } = found;
  const isUnderWay = state === "queued" || state === "running";
  return (
    <Panel title={t("result")}>
      {isUnderWay && <Progress label={t(`states.${state}`)} percent={progress_percent} />}
      {failure && <Notice kind="problem">{failure}</Notice>}
      {state === "completed" && <Notice kind="success">{t(dry_run ? "trial_done" : "real_done")}</Notice>}
      {state === "completed" && dry_run && <ForReal id={found.id} />}
      <FactList
        facts={[
          { name: t("rows"), value: counts.rows_total },
          ...COUNTS.map((name) => ({ name: t(`counts.${name}`), value: counts[name] })),
          { name: t("errors"), value: counts.errors, isStrong: counts.errors > 0 },
          { name: t("notices"), value: counts.notices },
        ]}
      />
    </Panel>
  );
}

async function ForReal({ id }: { id: string }) {
  const t = await getTranslations("imports");
  const fields = [keyField(), { name: "import", type: "hidden" as const, value: id }];
  return <FieldForm id="for-real" action={importForReal} submit={t("for_real")} look="secondary" fields={fields} />;
}

/** What is wrong with which row, and in which column. */
export async function ProblemTable({ problems }: { problems: ProblemView[] }) {
  const t = await getTranslations("imports");
  return (
    <DataTable
      caption={t("problems")}
      rows={problems}
      rowKey={({ row, column, code }) => `${row} ${column} ${code}`}
      columns={[
        { title: t("row"), isNumber: true, cell: ({ row }) => row },
        {
          title: t("severity"),
          cell: ({ severity }) => (t.has(`severities.${severity}`) ? t(`severities.${severity}`) : severity),
        },
        { title: t("column"), cell: ({ column }) => <bdi>{column}</bdi> },
        { title: t("handle"), cell: ({ handle }) => <bdi dir="ltr">{handle}</bdi> },
        {
          title: t("problem"),
          cell: ({ message }) => (
            <p className="max-w-96 whitespace-normal">
              <bdi>{message}</bdi>
            </p>
          ),
        },
      ]}
    />
  );
}
