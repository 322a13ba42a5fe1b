import type { VersionState, VersionView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Activate, TryVersion } from "./model-forms";

const TONES: Record<VersionState, Tone> = { active: "good", candidate: "brand", retired: "plain", refused: "bad" };

interface Props {
  versions: VersionView[];
  /** Whether one of them may be tried against the active one now. */
  canBeTried: boolean;
}

/** Versions, a row each: how good each is, and whether it answers. */
export async function VersionTable({ versions, canBeTried }: Props) {
  const t = await getTranslations("models");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("versions")}
      rows={versions}
      rowKey={({ id }) => id}
      columns={[
        { title: t("number"), cell: ({ number }) => number },
        { title: t("trained"), cell: ({ trained_at }) => formatTime(trained_at, locale.tag, region.timezone) },
        {
          title: t("state"),
          cell: ({ state, refused_for }) => (
            <>
              <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
              {refused_for && (
                <span className="block text-muted">
                  {t.has(`refusals.${refused_for}`) ? t(`refusals.${refused_for}`) : refused_for}
                </span>
              )}
            </>
          ),
        },
        { title: t("rows"), isNumber: true, cell: ({ row_count }) => row_count.toLocaleString(locale.tag) },
        { title: t("quality"), cell: (version) => <Quality version={version} /> },
        {
          title: t("activate"),
          cell: (version) =>
            ["candidate", "retired"].includes(version.state) ? (
              <>
                <Activate version={version} />
                {canBeTried && <TryVersion version={version} />}
              </>
            ) : (
              "–"
            ),
        },
      ]}
    />
  );
}

/** The model's measures beside those of simpler methods on the same cases. */
async function Quality({ version: { metrics, baselines } }: { version: VersionView }) {
  const t = await getTranslations("models");
  const { locale } = await currentSite();
  const rows = [
    { name: t("itself"), metrics },
    ...Object.entries(baselines).map(([name, of]) => ({ name, metrics: of })),
  ];
  const number = new Intl.NumberFormat(locale.tag, { maximumSignificantDigits: 3 });
  if (!Object.keys(metrics).length) return "–";
  return (
    <details className="whitespace-normal">
      <summary className="py-2">
        {Object.entries(metrics)
          .slice(0, 2)
          .map(([name, value]) => `${name} ${number.format(value)}`)
          .join(", ")}
      </summary>
      <dl className="flex flex-col gap-2 text-sm">
        {rows.map(({ name, metrics: of }) => (
          <div key={name}>
            <dt className="font-medium">
              <bdi>{name}</bdi>
            </dt>
            <dd className="text-muted" dir="ltr">
              {Object.entries(of)
                .map(([key, value]) => `${key} ${number.format(value)}`)
                .join(", ")}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
