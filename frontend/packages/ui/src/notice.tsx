import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";

type Kind = "info" | "success" | "problem";

const LOOKS = {
  info: { icon: Info, look: "bg-sunken text-ink" },
  success: { icon: CircleCheck, look: "bg-good-soft text-good" },
  problem: { icon: CircleAlert, look: "bg-sale-soft text-sale" },
} as const;

interface Props {
  kind: Kind;
  children: ReactNode;
}

/** A sentence about the whole page or form. A problem interrupts a screen reader; the others wait their turn. */
export function Notice({ kind, children }: Props) {
  const { icon: Icon, look } = LOOKS[kind];
  return (
    <div role={kind === "problem" ? "alert" : "status"} className={`flex items-start gap-3 rounded-lg p-4 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
