import type { DrawingProps, FlowPaint } from "#app/ui/flow.tsx";
import { layOutRows, type Placed } from "#app/ui/flow-geometry.ts";
import { formatYuan } from "#app/ui/money-text.ts";

/** The flow on a phone when the uses do not fit side by side: a trunk at the left, a row for each use. */
export function FlowRows(props: DrawingProps) {
  const { source, cut, arrivedLabel, uses, labelledBy, paint, arrivedFen } = props;
  const layout = layOutRows(source.fen, uses);
  return (
    <svg
      className="flow-tall"
      viewBox={`0 0 358 ${layout.height.toFixed(0)}`}
      role="img"
      aria-labelledby={labelledBy}
    >
      <text x="0" y="18" className="h">
        {source.label}
      </text>
      <text x="354" y="18" className="n" textAnchor="end">
        {formatYuan(source.fen)}
      </text>
      <text x="0" y="42" className="s">
        {arrivedLabel} {formatYuan(arrivedFen)}
        {cut !== undefined && cut.fen > 0n ? ` · ${cut.label} ${formatYuan(-cut.fen)}` : null}
      </text>
      {layout.uses.map((placed) => (
        <Row key={placed.use.key} placed={placed} paint={paint} />
      ))}
      <rect x="0" y={layout.trunk.top} width="8" height={layout.trunk.size} fill="#0a5c50" />
    </svg>
  );
}

function Row({ placed, paint }: { placed: Placed; paint: FlowPaint }) {
  const { use, from, at, size, middle } = placed;
  const unused = use.state === "unused";
  const end = at + size;
  const band = `M8 ${from}C50 ${from} 50 ${at} 92 ${at}V${end}C50 ${end} 50 ${from + size} 8 ${from + size}z`;
  const node = { reached: "#0a5c50", waiting: paint.waitingNode, unused: "#fbfaf5" }[use.state];
  const words = [use.to?.label, use.to?.note].filter((text) => text !== undefined).join(" · ");
  const first = words === "" ? middle + 5 : middle - 4;
  return (
    <>
      <path d={band} fill={unused ? "#f3f1e9" : "#dcebe5"} />
      <rect
        x="92"
        y={at}
        width="8"
        height={size}
        fill={node}
        stroke={use.state === "reached" ? undefined : "#0a5c50"}
        strokeWidth={use.state === "reached" ? undefined : "1.5"}
      />
      <text x="110" y={first}>
        {use.short ?? use.label}
      </text>
      <text x="354" y={first} className="n" textAnchor="end">
        {formatYuan(use.fen)}
      </text>
      {words === "" ? null : (
        <text x="110" y={middle + 17} className="s">
          {words}
        </text>
      )}
    </>
  );
}
