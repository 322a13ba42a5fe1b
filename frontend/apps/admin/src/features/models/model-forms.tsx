import type { ModelView, VersionView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { activateVersion, startTrial, switchModel, trainModel } from "./actions";
import type { ModelSwitch } from "./switches";

/** One of a model's switches. */
export async function Switch({ model, what }: { model: ModelView; what: ModelSwitch }) {
  const t = await getTranslations("models");
  const to = model[what] ? "off" : "on";
  return (
    <Fold title={t(`${what}_${to}`)} hint={t(`${what}_hint`)}>
      <FieldForm
        id={what}
        action={switchModel}
        submit={t(`${what}_${to}`)}
        confirm={t("switch_confirm")}
        fields={[
          keyField(),
          { name: "name", type: "hidden", value: model.name },
          { name: "etag", type: "hidden", value: `"${model.etag}"` },
          { name: "what", type: "hidden", value: what },
          { name: "on", type: "hidden", value: to === "on" ? "yes" : "" },
          await reasonField(),
        ]}
      />
    </Fold>
  );
}

/** Trains a version now, beside those that are trained on schedule. */
export async function Train({ model }: { model: ModelView }) {
  const t = await getTranslations("models");
  return (
    <Fold title={t("train")} hint={t("train_hint")}>
      <FieldForm
        id="train"
        action={trainModel}
        submit={t("train")}
        fields={[keyField(), { name: "name", type: "hidden", value: model.name }]}
      />
    </Fold>
  );
}

/** Lets a version answer; only one that beats its baselines can. */
export async function Activate({ version: { id, name } }: { version: VersionView }) {
  const t = await getTranslations("models");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t("activate")}</summary>
      <FieldForm
        id={`activate-${id}`}
        action={activateVersion}
        submit={t("activate")}
        confirm={t("activate_confirm")}
        fields={[
          keyField(),
          { name: "name", type: "hidden", value: name },
          { name: "version", type: "hidden", value: id },
          await reasonField(),
        ]}
      />
    </details>
  );
}

/** Lets a version answer a share of the customers, next to the one that answers the others. */
export async function TryVersion({ version: { id, name } }: { version: VersionView }) {
  const t = await getTranslations("models");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t("trial_start")}</summary>
      <FieldForm
        id={`try-${id}`}
        action={startTrial}
        submit={t("trial_start")}
        confirm={t("trial_confirm")}
        fields={[
          keyField(),
          { name: "name", type: "hidden", value: name },
          { name: "version", type: "hidden", value: id },
          { name: "share_percent", label: t("share"), type: "number", min: 1, max: 50, value: "10" },
          await reasonField(),
        ]}
      />
    </details>
  );
}
