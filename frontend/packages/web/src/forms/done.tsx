import { FormSummary } from "@globalmarket/ui/form-summary";

interface Props {
  /** `done` in the page's address. */
  asked: string | string[] | undefined;
  /** What there is to say, by that name. */
  messages: Record<string, string>;
}

/** What the form has done that led here and is gone. It takes the focus, which was in that form. */
export function Done({ asked, messages }: Props) {
  const message = typeof asked === "string" && Object.hasOwn(messages, asked) && messages[asked];
  return message ? <FormSummary kind="success" message={message} attempt={crypto.randomUUID()} /> : null;
}
