import type { DifferenceView, MyProfile } from "@globalmarket/api";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { setOwner, settle } from "./actions";

interface Props {
  difference: DifferenceView;
  person: MyProfile;
  /** The query of the list that led here. */
  from: string;
}

/** Who deals with the difference, and what it was. */
export async function DifferenceForms({ difference, person, from }: Props) {
  if (difference.state === "resolved") return null;
  const t = await getTranslations("reconciliation");
  const hidden: FieldSpec[] = [
    { name: "difference", type: "hidden", value: difference.id },
    { name: "etag", type: "hidden", value: difference.etag },
    { name: "from", type: "hidden", value: from },
  ];
  const isMine = difference.owner_id === person.id;
  const states = difference.state === "open" ? (["explained", "resolved"] as const) : (["resolved"] as const);
  return (
    <>
      <FieldForm
        id="owner"
        action={setOwner}
        submit={isMine ? t("leave") : t("take")}
        look="secondary"
        fields={[...hidden, { name: "owner", type: "hidden", value: isMine ? "" : person.id }]}
      />
      <Panel title={t("settle_title")} isNarrow>
        <p className="text-muted">{t("settle_hint")}</p>
        <FieldForm
          id="settle"
          action={settle}
          submit={t("settle")}
          fields={[
            ...hidden,
            {
              name: "state",
              type: "select",
              label: t("now"),
              value: states[0],
              options: states.map((value) => ({ value, label: t(`settled.${value}`) })),
            },
            await reasonField(),
          ]}
        />
      </Panel>
    </>
  );
}
