import type { ReactNode } from "react";
import { selectTabs } from "../../../app/selectors/tabs.js";
import type { Rect } from "../../../app/stream/frame.js";
import { useSelected } from "../../parts.js";
import type { Segment } from "../../segment.js";
import { fitSegments } from "../../segment.js";
import { Line } from "../line/line.js";
import { Region } from "../region/region.js";

/** The views and their keys, where the terminal is tall enough. */
export function Tabs({ rect }: { readonly rect: Rect }): ReactNode {
  const tabs = useSelected(selectTabs);
  const segments = tabs.flatMap(({ key, title, isCurrent }): readonly Segment[] => [
    { text: ` ${key} `, role: isCurrent ? "badge" : "key" },
    { text: `${title} `, role: isCurrent ? "badge" : "dim" },
    { text: " ", role: "dim" },
  ]);
  return (
    <Region rect={rect}>
      <Line segments={fitSegments([{ text: " ", role: "dim" }, ...segments], rect.columns)} />
    </Region>
  );
}
