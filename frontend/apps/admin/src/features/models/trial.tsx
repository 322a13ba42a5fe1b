import type { ModelView, TrialArm, TrialState } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { stopTrial } from "./actions";

const TONES: Record<TrialState, Tone> = {
  running: "brand",
  won: "good",
  lost: "plain",
  undecided: "plain",
  stopped: "plain",
};

/** Two versions that answer at once, and how each does; the form to stop it while it runs. */
export async function Trial({ model: { name, trial } }: { model: ModelView }) {
  const t = await getTranslations("models");
  const { locale, region } = await currentSite();
  if (!trial) return null;
  return (
    <Panel title={t("trial")} isNarrow>
      <FactList
        facts={[
          { name: t("state"), value: <Badge tone={TONES[trial.state]}>{t(`trial_states.${trial.state}`)}</Badge> },
          { name: t("champion"), value: <Arm arm={trial.champion} /> },
          { name: t("challenger", { share: trial.share_percent }), value: <Arm arm={trial.challenger} /> },
          { name: t("trial_days"), value: t("days_of", { days: trial.days, most: trial.most_days }) },
          { name: t("trial_began"), value: formatTime(trial.started_at, locale.tag, region.timezone) },
        ]}
      />
      {trial.state === "running" && (
        <FieldForm
          id="stop-trial"
          action={stopTrial}
          submit={t("trial_stop")}
          confirm={t("trial_stop_confirm")}
          fields={[keyField(), { name: "name", type: "hidden", value: name }, await reasonField()]}
        />
      )}
    </Panel>
  );
}

/** Of how many orders a version guessed the product that was left out. */
async function Arm({ arm }: { arm: TrialArm }) {
  const t = await getTranslations("models");
  const { locale } = await currentSite();
  const version = t("version", { number: arm.version_number });
  if (arm.hit_rate === null) return version;
  const share = arm.hit_rate.toLocaleString(locale.tag, { style: "percent", maximumFractionDigits: 1 });
  return `${version}: ${t("guessed", { share, cases: arm.cases })}`;
}
