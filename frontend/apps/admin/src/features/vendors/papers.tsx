import type { AdminVendorDetail, DocumentView, VatCheckOutcome, VatNumberCheckView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { checkVatNumber } from "./actions";

interface DocumentsProps {
  vendorId: string;
  documents: DocumentView[];
}

/** The papers that the vendor has shown. Each opening is noted in the audit log. */
export async function Documents({ vendorId, documents }: DocumentsProps) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("documents")}>
      {documents.length ? (
        <ul className="flex flex-col divide-y divide-line">
          {documents.map(({ id, filename, kind, uploaded_at }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
              <a
                href={`/${locale.tag}/vendors/${vendorId}/documents/${id}`}
                className="wrap-anywhere underline underline-offset-4"
              >
                <bdi>{filename}</bdi>
              </a>
              <span className="text-muted text-sm">
                {t(`document_kinds.${kind}`)} · {formatTime(uploaded_at, locale.tag, region.timezone)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t("no_documents")}</p>
      )}
    </Panel>
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
