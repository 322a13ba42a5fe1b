import type { ReactNode } from "react";
import { Sign } from "./sign";

type Kind = "info" | "success" | "problem";

const LOOKS: Record<Kind, string> = {
  info: "bg-sunken text-ink",
  success: "bg-good-soft text-good",
  problem: "bg-sale-soft text-sale",
};

interface Props {
  kind: Kind;
  children: ReactNode;
}

/** A sentence about the whole page or form. A problem interrupts a screen reader; the others wait their turn. */
export function Notice({ kind, children }: Props) {
  return (
    <div
      role={kind === "problem" ? "alert" : "status"}
      className={`flex items-start gap-3 rounded-lg p-4 ${LOOKS[kind]}`}
    >
      <Sign of={kind} className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
