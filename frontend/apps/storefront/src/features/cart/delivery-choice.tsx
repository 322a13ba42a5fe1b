import { Truck } from "lucide-react";
import type { DeliveryOption } from "./delivery-options";

interface Props {
  vendorId: string;
  legend: string;
  options: DeliveryOption[];
  /** What is wrong with the choice. */
  error?: string | undefined;
}

/** The ways in which a vendor delivers, to choose one. */
export function DeliveryChoice({ vendorId, legend, options, error }: Props) {
  const name = `shipping_choices.${vendorId}`;
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-2 flex items-center gap-2 font-medium text-sm">
        <Truck aria-hidden className="size-4" />
        {legend}
      </legend>
      {options.map((option, place) => (
        <label
          key={`${option.id} ${option.isChosen}`}
          className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg border border-line bg-raised px-3 py-2 text-sm has-checked:border-brand has-checked:bg-brand-soft"
        >
          <input
            type="radio"
            id={place === 0 ? name : undefined}
            name={name}
            value={option.id}
            defaultChecked={option.isChosen}
            className="size-4 accent-brand"
          />
          <span className="min-w-0 flex-1">
            {option.name}
            <span className="block text-muted">{option.days}</span>
            <span className="block text-muted">{option.dates}</span>
          </span>
          <span className="text-end tabular-nums">
            {option.cost}
            {option.freeOver && <span className="block text-muted">{option.freeOver}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${name}-error`} className="text-sale text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
