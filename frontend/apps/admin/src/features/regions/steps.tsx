import type { EnvironmentVariable, SetupStep } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";

const TONES = { done: "good", open: "bad", waiting: "plain" } as const;

/** What a region needs, in the order in which it is done, as it is now. What is wrong is said in English, as in the log. */
export async function StepTable({ steps }: { steps: SetupStep[] }) {
  const t = await getTranslations("regions");
  return (
    <DataTable
      caption={t("steps")}
      rows={steps}
      rowKey={({ name }) => name}
      columns={[
        {
          title: t("step"),
          cell: ({ name, is_required }) => (
            <>
              {t(`step_names.${name}`)}
              {!is_required && <span className="block font-normal text-muted text-sm">{t("later")}</span>}
            </>
          ),
        },
        {
          title: t("state"),
          cell: ({ state }) => <Badge tone={TONES[state as keyof typeof TONES]}>{t(`step_states.${state}`)}</Badge>,
        },
        {
          title: t("to_do"),
          cell: ({ name, state, problems }) => (
            <>
              {state === "open" && <p>{t(`step_hints.${name}`)}</p>}
              {problems.map((problem) => (
                <p key={problem} lang="en" dir="ltr" className="wrap-anywhere text-muted text-sm">
                  {problem}
                </p>
              ))}
            </>
          ),
        },
      ]}
    />
  );
}

/** The variables that every process of the platform needs for the region; where a secret stands, only its form. */
export async function VariableTable({ variables }: { variables: EnvironmentVariable[] }) {
  const t = await getTranslations("regions");
  return (
    <DataTable
      caption={t("environment")}
      rows={variables}
      rowKey={({ name }) => name}
      columns={[
        {
          title: t("variable"),
          cell: ({ name }) => (
            <code dir="ltr" className="wrap-anywhere">
              {name}
            </code>
          ),
        },
        {
          title: t("state"),
          cell: ({ is_set }) => <Badge tone={is_set ? "good" : "bad"}>{t(is_set ? "is_set" : "not_set")}</Badge>,
        },
        {
          title: t("example"),
          cell: ({ example, is_secret }) => (
            <>
              <code dir="ltr" className="wrap-anywhere">
                {example}
              </code>
              {is_secret && <span className="block text-muted text-sm">{t("secret")}</span>}
            </>
          ),
        },
      ]}
    />
  );
}
