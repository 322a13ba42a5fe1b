import type { DocumentNeed, DocumentState, DocumentView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";

const TONES: Record<DocumentState, Tone> = { waiting: "plain", accepted: "good", refused: "bad" };

/** What the marketplace thinks of a paper, and why it was refused. */
export async function PaperMark({ paper: { state, refusal } }: { paper: DocumentView }) {
  const t = await getTranslations("settings.papers");
  return (
    <div className="flex flex-col items-start gap-1">
      <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      {refusal && (
        <p className="max-w-80 whitespace-normal text-sm">
          <bdi>{refusal}</bdi>
        </p>
      )}
    </div>
  );
}

/** Which papers the marketplace still needs, each with the reason. */
export async function PaperNeeds({ needs }: { needs: DocumentNeed[] }) {
  const t = await getTranslations("settings.papers");
  if (!needs.length) return null;
  return (
    <Notice kind="info">
      <p>{t("needs")}</p>
      <ul className="list-disc ps-5">
        {needs.map(({ kind, reason, refusal }) => (
          <li key={kind}>
            {t.has(`kinds.${kind}`) ? t(`kinds.${kind}`) : kind}: {t(`reasons.${reason}`)} <bdi>{refusal}</bdi>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
