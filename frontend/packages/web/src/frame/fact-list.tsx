import type { ReactNode } from "react";

interface Fact {
  name: string;
  value: ReactNode;
  isStrong?: boolean;
}

/** Names and values, one below the other. */
export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className="flex flex-col gap-2">
      {facts.map(({ name, value, isStrong }) => (
        <div key={name} className={`flex justify-between gap-4 ${isStrong ? "font-semibold" : ""}`}>
          <dt className={isStrong ? "" : "text-muted"}>{name}</dt>
          <dd className="wrap-anywhere min-w-0 text-end tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
