import { Refresh } from "@globalmarket/web/frame/refresh";

interface Props {
  label: string;
  percent: number;
}

/** How far an import has come. The page is loaded anew in place until it has ended; the work goes on if one leaves. */
export function Progress({ label, percent }: Props) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <Refresh />
      <p>
        {label} <bdi dir="ltr">{percent} %</bdi>
      </p>
      <progress aria-label={label} value={percent} max={100} className="h-3 w-full accent-brand" />
    </div>
  );
}
