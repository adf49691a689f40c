import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { useSvgId } from "#app/ui/svg-id.ts";

export type ChartPoint = { key: string; label: string; value: bigint };

export type ChartProps = {
  /** What is drawn, with unit and period. */
  caption: string;
  points: readonly ChartPoint[];
  format: (value: bigint) => string;
  /** Heads of the table twin: what a point is, what its value is. */
  heads: readonly [point: string, value: string];
};

export const PLOT_HEIGHT = 168;
export const PLOT_TOP = 22;
export const PLOT_BOTTOM = PLOT_TOP + PLOT_HEIGHT;

/** The next of 1, 2, 5 × 10ⁿ at or above a value, so that the scale has round numbers. */
export function roundCeiling(value: bigint): bigint {
  let step = 1n;
  for (;;) {
    for (const factor of [1n, 2n, 5n]) {
      if (factor * step >= value) return factor * step;
    }
    step *= 10n;
  }
}

/** The top of the scale for some points. */
export function ceilingOf(points: readonly ChartPoint[]): bigint {
  let most = 1n;
  for (const point of points) {
    if (point.value > most) most = point.value;
  }
  return roundCeiling(most);
}

/** Which labels of the axis are written: at most twelve, every second of them too many for a phone. */
export function shownLabels(count: number): ("always" | "wide" | "never")[] {
  const every = Math.max(1, Math.ceil(count / 12));
  return Array.from({ length: count }, (_, index) => {
    if (index % every !== 0) return "never";
    return count / every > 6 && (index / every) % 2 === 1 ? "wide" : "always";
  });
}

type ChartFigureProps = ChartProps & {
  ceiling: bigint;
  labelAt: (index: number) => string;
  children: ReactNode;
};

/** Height of the rule at so many halves of the scale. */
const levelOf = (half: bigint): number => PLOT_BOTTOM - (PLOT_HEIGHT * Number(half)) / 2;

/** The ground, the middle and the top of the scale. */
export function ChartRules() {
  return [0n, 1n, 2n].map((half) => (
    <line
      key={half.toString()}
      x2="100%"
      y1={levelOf(half)}
      y2={levelOf(half)}
      stroke={half === 0n ? "#1a2320" : "#e2ded2"}
    />
  ));
}

/** What the rules stand for. Drawn after everything else, so that a tall first bar hides no value. */
export function ChartTicks({ ceiling, format }: { ceiling: bigint; format: (value: bigint) => string }) {
  return [1n, 2n].map((half) => (
    <text key={half.toString()} x="0" y={levelOf(half) - 5} className="tick">
      {format((ceiling * half) / 2n)}
    </text>
  ));
}

/** Frame of a drawing over time: caption, rules with their values, labels, and the table twin. */
export function ChartFigure({
  caption,
  points,
  format,
  heads,
  ceiling,
  labelAt,
  children,
}: ChartFigureProps) {
  const t = useT("ui");
  const id = useSvgId("chart");
  const labels = shownLabels(points.length);
  const peak = points.reduce<ChartPoint | undefined>(
    (highest, point) => (highest === undefined || point.value > highest.value ? point : highest),
    undefined,
  );
  return (
    <figure className="chart">
      <figcaption id={id}>
        {caption}
        {peak === undefined ? null : (
          <span className="note">{t("chartPeak", { value: format(peak.value), label: peak.label })}</span>
        )}
      </figcaption>
      <svg className="plot" width="100%" height="220" role="img" aria-labelledby={id}>
        <ChartRules />
        {children}
        <ChartTicks ceiling={ceiling} format={format} />
        {points.map((point, index) =>
          labels[index] === "never" ? null : (
            <text
              key={point.key}
              x={labelAt(index)}
              y={PLOT_BOTTOM + 20}
              textAnchor="middle"
              className={labels[index] === "wide" ? "lb sparse" : "lb"}
            >
              {point.label}
            </text>
          ),
        )}
      </svg>
      <details>
        <summary>{t("asTable")}</summary>
        <div className="scroll">
          <table className="narrow">
            <caption className="vh">{caption}</caption>
            <thead>
              <tr>
                <th scope="col">{heads[0]}</th>
                <th scope="col" className="r">
                  {heads[1]}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.key}>
                  <th scope="row">{point.label}</th>
                  <td className="r">
                    <data value={point.value.toString()}>{format(point.value)}</data>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
