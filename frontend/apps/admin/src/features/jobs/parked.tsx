import type { Lane } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { replayParked } from "./actions";

/** A form that lets parked events be tried again, once what they failed on is mended. */
export async function Replay({ lanes }: { lanes: Lane[] }) {
  const t = await getTranslations("jobs");
  const parked = lanes.filter((lane) => lane.parked > 0 && lane.queue);
  return (
    <Panel title={t("replay_title")} isNarrow>
      <p className="text-muted">{t("replay_hint")}</p>
      <FieldForm
        id="replay"
        action={replayParked}
        submit={t("replay")}
        confirm={t("replay_confirm")}
        fields={[
          keyField(),
          {
            name: "subscriber",
            type: "select",
            label: t("subscriber"),
            options: [
              { value: "", label: t("all_subscribers") },
              ...parked.map(({ subscriber }) => ({ value: subscriber, label: subscriber })),
            ],
          },
          await reasonField(),
        ]}
      />
    </Panel>
  );
}
