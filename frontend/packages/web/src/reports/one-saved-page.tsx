import { ChartColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import { BackLink } from "../frame/back-link";
import { Fold } from "../frame/fold";
import { Listing } from "../frame/listing";
import { PageFrame } from "../frame/page-frame";
import { type Asked, readCursor } from "../lists/filters";
import { foundOrNone } from "../server/found";
import { currentSite } from "../server/site";
import { ExportForm } from "./export-form";
import { ReportPanels } from "./report-panels";
import { keptFields } from "./save-form";
import { editSaved, removeSaved } from "./saved-actions";
import { readResult, readSaved, type Side } from "./saved-reads";

interface Props {
  side: Side;
  id: string;
  /** The address's parameters. */
  asked: Asked;
  /** Asks for a file of the report. */
  request: (form: FormData) => Promise<void>;
}

/** What a saved report says today, with the forms that change it, delete it and make a file of it. */
export async function OneSavedPage({ side, id, asked, request }: Props) {
  const t = await getTranslations("reports");
  const { locale } = await currentSite();
  const saved = await foundOrNone(readSaved(side, id));
  const cursor = readCursor(asked);
  const report = await readResult(side, id, cursor ? { cursor } : {});
  const days = { since: report.since, until: report.until };
  const of: Record<string, string> = saved.report
    ? { report: saved.report }
    : { measures: saved.measures.join(","), ...(saved.by.length > 0 ? { by: saved.by.join(",") } : {}) };
  const chosen = {
    ...(saved.interval ? { interval: saved.interval } : {}),
    ...(saved.compare ? { compare: saved.compare } : {}),
  };
  const hidden = [
    { name: "side", type: "hidden" as const, value: side },
    { name: "id", type: "hidden" as const, value: id },
  ];
  return (
    <PageFrame
      title={<bdi>{saved.name}</bdi>}
      above={<BackLink href={`/${locale.tag}/reports/saved`}>{t("saved.title")}</BackLink>}
    >
      <Listing
        here={`/${locale.tag}/reports/saved/${id}`}
        cursor={cursor}
        next={report.next_cursor}
        empty={{ icon: <ChartColumn />, title: t("nothing"), hint: t("hint") }}
      >
        <ReportPanels report={report} title={saved.name} />
      </Listing>
      <ExportForm
        asked={{ ...of, ...saved.filters, ...chosen, ...days }}
        files={`/${locale.tag}/reports/files`}
        request={request}
      />
      <Fold title={t("saved.change")}>
        <FieldForm
          id="edit"
          action={editSaved}
          submit={t("saved.change")}
          fields={[...hidden, { name: "etag", type: "hidden", value: saved.etag }, ...(await keptFields(saved))]}
        />
      </Fold>
      <Fold title={t("saved.remove")}>
        <FieldForm
          id="remove"
          action={removeSaved}
          submit={t("saved.remove")}
          confirm={t("saved.remove_confirm")}
          look="danger"
          fields={[...hidden, { name: "name", type: "hidden", value: saved.name }]}
        />
      </Fold>
    </PageFrame>
  );
}
