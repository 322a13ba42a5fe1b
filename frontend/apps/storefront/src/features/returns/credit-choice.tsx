interface Props {
  label: string;
  hint: string;
  isChosen: boolean;
}

/** Whether the refund is to be store credit: only if the customer says so, since the law wants it the way that the customer paid. */
export function CreditChoice({ label, hint, isChosen }: Props) {
  return (
    <div className="flex flex-col gap-0.5">
      <label className="flex min-h-11 cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          name="as_store_credit"
          defaultChecked={isChosen}
          aria-describedby="as_store_credit-hint"
          className="size-5 shrink-0 accent-brand"
        />
        {label}
      </label>
      <p id="as_store_credit-hint" className="ps-8 text-muted text-sm">
        {hint}
      </p>
    </div>
  );
}
