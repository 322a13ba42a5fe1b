export interface ChoosableUnits {
  /** Of the field. */
  name: string;
  title: string;
  optionText: string;
  /** Said below the title. */
  note?: string;
  most: number;
  chosen?: number;
}

interface Props {
  units: ChoosableUnits[];
  /** What the number is of, for those who do not see the form. */
  quantityOf: string;
}

/** How many units of each line. */
export function UnitChoice({ units, quantityOf }: Props) {
  return units.map(({ name, title, optionText, note, most, chosen = 0 }) => (
    <div key={`${name} ${most}`} className="flex items-center justify-between gap-4">
      <label htmlFor={name} className="min-w-0 text-sm">
        <span className="sr-only">{quantityOf} </span>
        <bdi>{title}</bdi>
        {optionText && <bdi className="block text-muted">{optionText}</bdi>}
        {note && <span className="block text-muted">{note}</span>}
      </label>
      <select
        id={name}
        name={name}
        defaultValue={chosen}
        className="min-h-11 rounded-lg border border-edge bg-surface px-3 tabular-nums"
      >
        {Array.from({ length: most + 1 }, (_, number) => number).map((number) => (
          <option key={number} value={number}>
            {number}
          </option>
        ))}
      </select>
    </div>
  ));
}
