import type {
  AdminVendorDetail,
  DocumentState,
  DocumentView,
  VatCheckOutcome,
  VatNumberCheckView,
} from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { acceptDocument, checkVatNumber, refuseDocument } from "./actions";

const STATE_TONES: Record<DocumentState, Tone> = { waiting: "warn", accepted: "good", refused: "bad" };

interface DocumentsProps {
  vendorId: string;
  documents: DocumentView[];
  mayReview: boolean;
  from: string;
}

/** The papers that the vendor has shown, and what was decided on each. Each opening is noted in the audit log. */
export async function Documents({ vendorId, documents, mayReview, from }: DocumentsProps) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("documents")}>
      {documents.length ? (
        <ul className="flex flex-col divide-y divide-line">
          {documents.map((document) => (
            <li key={document.id} className="flex flex-col gap-2 py-3">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <a
                  href={`/${locale.tag}/vendors/${vendorId}/documents/${document.id}`}
                  className="wrap-anywhere underline underline-offset-4"
                >
                  <bdi>{document.filename}</bdi>
                </a>
                <span className="text-muted text-sm">
                  {t(`document_kinds.${document.kind}`)} ·{" "}
                  {formatTime(document.uploaded_at, locale.tag, region.timezone)}
                </span>
                <Badge tone={STATE_TONES[document.state]}>{t(`document_states.${document.state}`)}</Badge>
              </div>
              {document.refusal && (
                <p className="text-sm">
                  <bdi>{document.refusal}</bdi>
                </p>
              )}
              {mayReview && <Review vendorId={vendorId} document={document} from={from} />}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t("no_documents")}</p>
      )}
    </Panel>
  );
}

/** What can be decided on a paper: the other decision, too, where one was a mistake. */
async function Review({ vendorId, document, from }: { vendorId: string; document: DocumentView; from: string }) {
  const t = await getTranslations("vendors");
  const hidden: FieldSpec[] = [
    { name: "vendor", type: "hidden", value: vendorId },
    { name: "document", type: "hidden", value: document.id },
    { name: "version", type: "hidden", value: document.etag },
    { name: "from", type: "hidden", value: from },
  ];
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
      {document.state !== "accepted" && (
        <FieldForm
          id={`accept-${document.id}`}
          action={acceptDocument}
          submit={t("accept_document")}
          look="secondary"
          fields={hidden}
        />
      )}
      {document.state !== "refused" && (
        <details className="min-w-0 flex-1">
          <summary className="py-2 underline underline-offset-4">{t("refuse_document")}</summary>
          <FieldForm
            id={`refuse-${document.id}`}
            action={refuseDocument}
            submit={t("refuse_document")}
            confirm={t("refuse_document_confirm")}
            look="danger"
            fields={[...hidden, await reasonField({ label: t("refuse_document_reason") })]}
          />
        </details>
      )}
    </div>
  );
}

const TONES: Record<VatCheckOutcome, Tone> = { valid: "good", invalid: "bad", no_answer: "warn" };

interface ChecksProps {
  detail: AdminVendorDetail;
  checks: VatNumberCheckView[];
  from: string;
}

/** What VIES has said about the vendor's VAT number, and the way to ask again. */
export async function VatChecks({ detail: { vendor }, checks, from }: ChecksProps) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("vat_checks")}>
      {checks.length === 0 && <p className="text-muted">{t("no_vat_checks")}</p>}
      <ul className="flex flex-col gap-3">
        {checks.map(({ id, outcome, vat_number, name, checked_at, consultation_number }) => (
          <li key={id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <span>
              <bdi dir="ltr" className="font-medium">
                {vat_number}
              </bdi>
              <span className="block text-muted text-sm">
                {[name, formatTime(checked_at, locale.tag, region.timezone), consultation_number]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <Badge tone={TONES[outcome]}>{t(`vat_outcomes.${outcome}`)}</Badge>
          </li>
        ))}
      </ul>
      {vendor.vat_number && (
        <FieldForm
          id="vat"
          action={checkVatNumber}
          submit={t("check_vat")}
          look="secondary"
          fields={[
            { name: "vendor", type: "hidden", value: vendor.id },
            { name: "from", type: "hidden", value: from },
            keyField(),
          ]}
        />
      )}
    </Panel>
  );
}
