"use client";

import { Button } from "@globalmarket/ui/button";
import { SelectField, TextArea, TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import type { ReactNode } from "react";
import { AmountTable } from "./amount-table";
import { DraftKeeper, type DraftWords } from "./draft-keeper";
import { type Boxes, type FormAction, type FormState, typed, unsent } from "./form-state";
import { ProofStep } from "./proof-step";
import { RowResults } from "./row-results";
import { SecretOnce } from "./secret-once";
import { useServerForm } from "./use-server-form";
import { WayOut } from "./way-out";

export interface FieldSpec {
  name: string;
  /** Absent from hidden fields. */
  label?: string;
  type?:
    | "text"
    | "email"
    | "password"
    | "tel"
    | "number"
    | "date"
    | "datetime-local"
    | "textarea"
    | "file"
    | "select"
    | "checkbox"
    | "hidden";
  value?: string;
  autoComplete?: string;
  hint?: ReactNode;
  /** The word "optional", where the field is. */
  optional?: string;
  maxLength?: number;
  /** Of a number. */
  min?: number;
  max?: number;
  /** Of a file: its kinds, such as `.csv`. */
  accept?: string;
  /** The language that is written in it, where it is not the page's. */
  lang?: string;
  dir?: "ltr" | "rtl" | "auto";
  /** Fields with the same name here stand together, beside the other groups where there is room. */
  group?: string;
  options?: { value: string; label: string; lang?: string }[];
}

interface Props {
  /** Of the fields' ids, so that a page can have several forms. */
  id: string;
  /** Of the form itself, where boxes elsewhere on the page belong to it. */
  formId?: string;
  action: FormAction;
  fields: FieldSpec[];
  submit: ReactNode;
  /** On the button once the form has asked whether to go on. */
  confirm?: ReactNode;
  look?: "primary" | "secondary" | "quiet" | "danger";
  /** After success only its message stays. */
  isOnce?: boolean;
  /** What the form was for is over: of the form only the message of its own success is left. */
  isOver?: boolean;
  /** The words around `values.secret` of the answer, where an action makes one that is shown only once. */
  secret?: { label: string; hint: string };
  /** The words of a form whose unsent content the browser keeps, so that it survives a closed tab. */
  draft?: DraftWords;
  /** Between the fields and the button. */
  children?: ReactNode;
}

/** A form of labelled fields. It works without scripts, keeps what was typed, and shows all that is wrong at once. */
export function FieldForm({ id, action, fields, submit, confirm, look = "primary", ...props }: Props) {
  const { isOnce = false, isOver = false, secret, draft, children, formId } = props;
  const shown = fields.filter(({ type }) => type !== "password" && type !== "file").map(({ name }) => name);
  const { state, isSending, form } = useServerForm<FormState | null>(action, null, (_before, sent, message) =>
    unsent(message, typed(sent, ...shown)),
  );
  const summary = state?.message && <Summary id={id} state={state} fields={fields} />;
  if (isOver) return state?.kind === "success" && summary;
  if (isOnce && state?.kind === "success" && !state.question) return summary;
  return (
    <form {...form} id={formId} noValidate className="flex flex-col gap-5">
      {draft && <DraftKeeper id={id} answer={state} words={draft} />}
      {summary}
      {state?.amounts && <AmountTable amounts={state.amounts} />}
      {secret && state?.values.secret && <SecretOnce id={`${id}-secret`} secret={state.values.secret} {...secret} />}
      <div key={state?.attempt} className="contents">
        <Fields id={id} fields={fields} state={state} />
      </div>
      {children}
      <ProofStep id={id} state={state} />
      {state?.question && <Question text={state.question} confirmed={state.values.confirmed} attempt={state.attempt} />}
      {state?.boxes && <QuestionBoxes key={state.attempt} id={id} boxes={state.boxes} />}
      <Button type="submit" look={look} disabled={isSending} className="self-start">
        {state?.proof ? state.proof.submit : state?.question ? confirm : submit}
      </Button>
    </form>
  );
}

interface FieldsProps {
  id: string;
  fields: FieldSpec[];
  state: FormState | null;
}

function Fields({ id, fields, state }: FieldsProps) {
  const shown = (some: FieldSpec[]) =>
    some.map((field) => <Field key={field.name} id={`${id}-${field.name}`} field={field} state={state} />);
  const groups = Map.groupBy(fields, ({ group = "" }) => group);
  const alone = groups.get("") ?? [];
  groups.delete("");
  return (
    <>
      {shown(alone)}
      {groups.size > 0 && (
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
          {[...groups].map(([group, some]) => (
            <div key={group} className="flex min-w-0 flex-col gap-5">
              {shown(some)}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function Summary({ id, state, fields }: { id: string; state: FormState; fields: FieldSpec[] }) {
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const errors = Object.entries(state.errors).map(([name, message]) => ({
    id: `${id}-${name}`,
    message: labels.get(name) ? `${labels.get(name)}: ${message}` : message,
  }));
  return (
    <FormSummary kind={state.kind} message={state.message} errors={errors} attempt={state.attempt}>
      <WayOut state={state} />
      {state.rows && <RowResults rows={state.rows} />}
    </FormSummary>
  );
}

interface QuestionProps {
  text: string;
  confirmed: string | undefined;
  attempt: string;
}

function Question({ text, confirmed, attempt }: QuestionProps) {
  return (
    <>
      <input type="hidden" name="confirmed" value={confirmed} />
      <FormSummary kind="info" message={text} attempt={attempt} />
    </>
  );
}

function QuestionBoxes({ id, boxes }: { id: string; boxes: Boxes }) {
  return (
    <fieldset className="flex flex-col">
      <legend className="font-medium">{boxes.legend}</legend>
      {boxes.options.map(({ value, label }, at) => (
        <CheckBox key={value} id={`${id}-${boxes.name}-${at}`} name={boxes.name} label={label} value={value} isOn />
      ))}
    </fieldset>
  );
}

function Field({ id, field, state }: { id: string; field: FieldSpec; state: FormState | null }) {
  const { name, label = "", type = "text", value = "", optional, options = [], hint } = field;
  const common = { id, name, label, hint, optional, error: state?.errors[name], autoComplete: field.autoComplete };
  const shown = type === "password" ? "" : (state?.values[name] ?? value);
  if (type === "hidden") return <input type="hidden" name={name} value={shown} />;
  if (type === "checkbox") return <CheckBox id={id} name={name} label={label} isOn={shown === "on"} />;
  if (type === "select") {
    return (
      <SelectField {...common} defaultValue={shown}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </SelectField>
    );
  }
  const dir = field.dir ?? (type === "text" || type === "textarea" ? "auto" : "ltr");
  const written = {
    ...common,
    defaultValue: shown,
    required: !optional,
    maxLength: field.maxLength,
    lang: field.lang,
    dir,
  };
  if (type === "textarea") return <TextArea {...written} rows={5} />;
  if (type === "file") return <TextField {...common} type="file" accept={field.accept} className="[&_input]:py-2" />;
  return <TextField {...written} type={type} min={field.min} max={field.max} />;
}

interface CheckBoxProps {
  id: string;
  name: string;
  label: string;
  isOn: boolean;
  value?: string;
}

function CheckBox({ id, name, label, isOn, value }: CheckBoxProps) {
  return (
    <label htmlFor={id} className="flex min-h-11 items-center gap-3">
      <input
        id={id}
        name={name}
        value={value}
        type="checkbox"
        defaultChecked={isOn}
        className="size-5 shrink-0 accent-brand"
      />
      {label}
    </label>
  );
}
