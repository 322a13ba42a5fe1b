import type { EvidenceView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { buttonClass } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { sendEvidence } from "./evidence-actions";

interface Props {
  evidence: EvidenceView;
  isOpen: boolean;
}

/** The evidence in a dispute: what became of it, the file, and how to send it from here. */
export async function EvidencePanel({ evidence, isOpen }: Props) {
  const t = await getTranslations("disputes");
  const { locale, region } = await currentSite();
  const { dispute_id, state, sent_at, reason, note, can_send } = evidence;
  return (
    <Panel title={t("evidence")} isNarrow>
      <p className="text-muted">{t("evidence_hint")}</p>
      {state === "sent" && sent_at && (
        <p>{t("evidence_sent", { time: formatTime(sent_at, locale.tag, region.timezone) })}</p>
      )}
      {state === "sent" && note && <p className="whitespace-pre-line text-muted">{note}</p>}
      {state === "refused" && <p>{t("evidence_refused", { reason })}</p>}
      {state === "sending" && <p>{t("evidence_sending")}</p>}
      {isOpen && !can_send && state !== "sent" && <p>{t("evidence_elsewhere")}</p>}
      <a href={`/${locale.tag}/disputes/${dispute_id}/evidence`} className={buttonClass("secondary", "self-start")}>
        {t("evidence_file")}
      </a>
      <FieldForm
        id="evidence"
        action={sendEvidence}
        submit={t("evidence_send")}
        confirm={t("evidence_confirm")}
        isOver={!can_send}
        fields={[
          { name: "dispute", type: "hidden", value: dispute_id },
          keyField(),
          {
            name: "note",
            type: "textarea",
            label: t("evidence_note"),
            hint: t("evidence_note_hint"),
            optional: t("optional"),
            maxLength: 2000,
            lang: "en",
            dir: "ltr",
          },
        ]}
      />
    </Panel>
  );
}
