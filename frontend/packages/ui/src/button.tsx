import type { ComponentProps } from "react";

type Look = "primary" | "secondary" | "quiet" | "danger";

const BASE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg text-center font-medium transition-colors " +
  "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55";

const LOOKS: Record<Look, string> = {
  primary: "bg-brand px-5 text-brand-ink hover:bg-brand/90",
  secondary: "border border-edge bg-surface px-5 text-ink hover:bg-sunken",
  quiet: "px-3 text-ink underline-offset-4 hover:underline",
  danger: "border border-sale px-5 text-sale hover:bg-sale-soft",
};

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: Look = "primary", more = ""): string {
  return `${BASE} ${LOOKS[look]} ${more}`;
}

interface Props extends ComponentProps<"button"> {
  look?: Look;
}

export function Button({ look = "primary", className = "", type = "button", ...rest }: Props) {
  return <button {...rest} type={type} className={buttonClass(look, className)} />;
}
