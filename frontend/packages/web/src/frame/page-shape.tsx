import { Skeleton } from "@globalmarket/ui/skeleton";
import { useEffect } from "react";

/** The shape of a page of the dashboard, for as long as it is on its way: a heading over a table. */
export function PageShape() {
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  return (
    <div className="flex max-w-6xl flex-col gap-6 px-4 py-6 lg:px-8">
      <Skeleton className="h-9 w-64" />
      <Skeleton className="h-12" />
      <Skeleton className="h-80" />
    </div>
  );
}
