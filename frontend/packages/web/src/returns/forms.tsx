import type { ReturnLine, ReturnView } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { keyField } from "../forms/change";
import { FieldForm, type FieldSpec } from "../forms/field-form";
import type { FormAction } from "../forms/form-state";
import { Panel } from "../frame/panel";

/** The server actions of the app: see `changes`. */
interface Actions {
  approve: FormAction;
  label: FormAction;
  refuse: FormAction;
  receive: FormAction;
  inspect: FormAction;
}

interface Props {
  found: ReturnView;
  actions: Actions;
  /** The query of the list that led here. */
  from?: string;
  /** Whether an inspection needs a reason, as of staff. */
  needsReason?: boolean;
}

/** The next step of the return: the decision, then what came back, then what it is worth. */
export async function NextStep(props: Props) {
  const { state } = props.found;
  if (state === "requested" || state === "approved") {
    return (
      <>
        {state === "requested" ? <Decision {...props} /> : <Receipt {...props} />}
        <WayBack {...props} />
      </>
    );
  }
  if (state === "partly_received") {
    return (
      <>
        <Receipt {...props} />
        <Inspection {...props} />
      </>
    );
  }
  return state === "received" ? <Inspection {...props} /> : null;
}

async function Decision({ found, actions, from = "" }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("decide")} isNarrow>
      <p className="text-muted">{found.is_granted_by_law ? t("granted_by_law") : t("decide_hint")}</p>
      <FieldForm
        id="approve"
        action={actions.approve}
        submit={t("approve")}
        fields={[...hidden(found, from), keyField()]}
      />
      {!found.is_granted_by_law && (
        <details>
          <summary className="py-2 underline underline-offset-4">{t("refuse_title")}</summary>
          <FieldForm
            id="refuse"
            action={actions.refuse}
            submit={t("refuse")}
            look="danger"
            fields={[...hidden(found, from), keyField(), { name: "reason", label: t("refuse_reason"), maxLength: 500 }]}
          />
        </details>
      )}
    </Panel>
  );
}

async function WayBack({ found, actions, from = "" }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("label_title")} isNarrow>
      <p className="text-muted">{found.has_label ? t("label_there") : t("label_hint")}</p>
      <FieldForm
        id="label"
        action={actions.label}
        submit={t("label_save")}
        fields={[
          ...hidden(found, from),
          keyField(),
          { name: "file", type: "file", label: t("label_file"), accept: ".pdf", optional: t("optional") },
          {
            name: "drop_off",
            type: "textarea",
            label: t("drop_off"),
            maxLength: 500,
            value: found.drop_off,
            optional: t("optional"),
          },
        ]}
      />
    </Panel>
  );
}

async function Receipt({ found, actions, from = "" }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("receive_title")} isNarrow>
      <p className="text-muted">{t("receive_hint")}</p>
      <FieldForm
        id="receive"
        action={actions.receive}
        submit={t("receive")}
        fields={[
          ...hidden(found, from),
          keyField(),
          ...found.lines.map((line) => numberField("received", line, { least: line.received, most: line.quantity })),
        ]}
      />
    </Panel>
  );
}

async function Inspection({ found, actions, from = "", needsReason = false }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("inspect_title")} isNarrow>
      <p className="text-muted">{t("inspect_hint")}</p>
      <FieldForm
        id="inspect"
        action={actions.inspect}
        submit={t("inspect")}
        confirm={t("inspect_confirm")}
        fields={[
          ...hidden(found, from),
          keyField(),
          ...found.lines.flatMap((line) => [
            numberField("accepted", line, { least: 0, most: line.received }, t("accepted")),
            numberField("sellable", line, { least: 0, most: line.received }, t("sellable")),
          ]),
          {
            name: "decision",
            label: t(needsReason ? "inspect_reason" : "decision"), // staff's catalogue alone has the first
            maxLength: 500,
            ...(!needsReason && { optional: t("optional") }),
          },
        ]}
      />
    </Panel>
  );
}

function hidden({ id }: ReturnView, from: string): FieldSpec[] {
  return [
    { name: "return", type: "hidden", value: id },
    { name: "from", type: "hidden", value: from },
  ];
}

interface Bounds {
  least: number;
  most: number;
}

function numberField(name: string, { line_id, title }: ReturnLine, { least, most }: Bounds, what?: string): FieldSpec {
  const label = `${[what, title].filter(Boolean).join(": ")} (${least}–${most})`;
  return { name: `${name}.${line_id}`, type: "number", label, value: String(most), min: least, max: most };
}
