import { CircleCheck, CircleX } from "lucide-react";
import type { RowResult } from "./form-state";

/** What became of each of many things, a line each; what did not succeed comes first. */
export function RowResults({ rows }: { rows: RowResult[] }) {
  const sorted = rows.toSorted((one, other) => Number(one.isDone) - Number(other.isDone));
  return (
    <ul className="mt-3 flex max-h-96 flex-col gap-1 overflow-y-auto">
      {sorted.map(({ name, isDone, message }) => (
        <li key={name} className="flex items-start gap-2">
          {isDone ? (
            <CircleCheck aria-hidden className="mt-1 size-4 shrink-0" />
          ) : (
            <CircleX aria-hidden className="mt-1 size-4 shrink-0" />
          )}
          <span>
            <bdi dir="ltr" className="font-semibold">
              {name}
            </bdi>{" "}
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
