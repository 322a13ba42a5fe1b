import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { addPaper } from "@/features/papers/actions";
import { PaperMark, PaperNeeds } from "@/features/papers/review";
import { SettingsFrame } from "@/features/settings/settings-frame";

const KINDS = ["registration", "identity", "tax", "bank", "other"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.papers") };
}

export default async function PapersPage() {
  const t = await getTranslations("settings");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/settings/papers" right="show_papers">
      {async () => {
        const found = (await (await privateApi()).GET("/api/v1/vendor/documents")).data;
        const papers = found?.items ?? [];
        const kindName = (kind: string) => KINDS.filter((one) => one === kind).map((one) => t(`papers.kinds.${one}`));
        return (
          <SettingsFrame part="papers">
            <PaperNeeds needs={found?.needs ?? []} />
            <Panel title={t("papers.new")} isNarrow>
              <p className="text-muted">{t("papers.hint")}</p>
              <FieldForm
                id="paper"
                action={addPaper}
                submit={t("papers.send")}
                fields={[
                  keyField(),
                  {
                    name: "kind",
                    type: "select",
                    label: t("papers.kind"),
                    options: KINDS.map((value) => ({ value, label: t(`papers.kinds.${value}`) })),
                  },
                  { name: "file", type: "file", label: t("papers.file"), accept: ".pdf,.jpg,.jpeg,.png" },
                ]}
              />
            </Panel>
            {papers.length > 0 && (
              <DataTable
                caption={t("parts.papers")}
                rows={papers}
                rowKey={({ id }) => id}
                columns={[
                  {
                    title: t("papers.file"),
                    cell: ({ id, filename }) => (
                      <a href={`/${locale.tag}/settings/papers/${id}`} className="underline underline-offset-4">
                        <bdi>{filename}</bdi>
                      </a>
                    ),
                  },
                  { title: t("papers.state"), cell: (paper) => <PaperMark paper={paper} /> },
                  { title: t("papers.kind"), cell: ({ kind }) => kindName(kind) },
                  {
                    title: t("papers.uploaded"),
                    cell: ({ uploaded_at }) => formatTime(uploaded_at, locale.tag, region.timezone),
                  },
                ]}
              />
            )}
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
