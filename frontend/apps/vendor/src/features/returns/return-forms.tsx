import type { ReturnLine, ReturnView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { approveReturn, inspectReturn, receiveReturn, refuseReturn } from "./actions";

interface Props {
  found: ReturnView;
}

/** The next step of the return: the decision, then what came back, then what it is worth. */
export async function NextStep({ found }: Props) {
  if (found.state === "requested") return <Decision found={found} />;
  if (found.state === "approved") return <Receipt found={found} />;
  if (found.state === "partly_received") {
    return (
      <>
        <Receipt found={found} />
        <Inspection found={found} />
      </>
    );
  }
  if (found.state === "received") return <Inspection found={found} />;
  return null;
}

async function Decision({ found }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("decide")} isNarrow>
      <p className="text-muted">{found.is_granted_by_law ? t("granted_by_law") : t("decide_hint")}</p>
      <FieldForm id="approve" action={approveReturn} submit={t("approve")} fields={[idField(found), keyField()]} />
      {!found.is_granted_by_law && (
        <details>
          <summary className="py-2 underline underline-offset-4">{t("refuse_title")}</summary>
          <FieldForm
            id="refuse"
            action={refuseReturn}
            submit={t("refuse")}
            look="danger"
            fields={[idField(found), keyField(), { name: "reason", label: t("refuse_reason"), maxLength: 500 }]}
          />
        </details>
      )}
    </Panel>
  );
}

async function Receipt({ found }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("receive_title")} isNarrow>
      <p className="text-muted">{t("receive_hint")}</p>
      <FieldForm
        id="receive"
        action={receiveReturn}
        submit={t("receive")}
        fields={[
          idField(found),
          keyField(),
          ...found.lines.map((line) => numberField("received", line, { least: line.received, most: line.quantity })),
        ]}
      />
    </Panel>
  );
}

async function Inspection({ found }: Props) {
  const t = await getTranslations("returns");
  return (
    <Panel title={t("inspect_title")} isNarrow>
      <p className="text-muted">{t("inspect_hint")}</p>
      <FieldForm
        id="inspect"
        action={inspectReturn}
        submit={t("inspect")}
        fields={[
          idField(found),
          keyField(),
          ...found.lines.flatMap((line) => [
            numberField("accepted", line, { least: 0, most: line.received }, t("accepted")),
            numberField("sellable", line, { least: 0, most: line.received }, t("sellable")),
          ]),
          { name: "decision", label: t("decision"), optional: t("optional"), maxLength: 500 },
        ]}
      />
    </Panel>
  );
}

function idField({ id }: ReturnView): FieldSpec {
  return { name: "return", type: "hidden", value: id };
}

interface Bounds {
  least: number;
  most: number;
}

function numberField(name: string, { line_id, title }: ReturnLine, { least, most }: Bounds, what?: string): FieldSpec {
  const label = `${[what, title].filter(Boolean).join(": ")} (${least}–${most})`;
  return { name: `${name}.${line_id}`, type: "number", label, value: String(most), min: least, max: most };
}
