import { scaleBand } from "d3-scale";
import { ChartFigure, type ChartProps, ceilingOf, PLOT_BOTTOM, PLOT_HEIGHT } from "#app/ui/chart.tsx";
import { percent, percentOf } from "#app/ui/share.ts";

/** Amounts by day or month. A value above zero is always seen. */
export function BarChart(props: ChartProps) {
  const { points } = props;
  const ceiling = ceilingOf(points);
  const place = scaleBand<number>()
    .domain(points.map((_, index) => index))
    .range([0, 100])
    .paddingInner(0.3)
    .paddingOuter(0.1);
  const width = place.bandwidth();
  const left = (index: number) => place(index) ?? 0;
  return (
    <ChartFigure {...props} ceiling={ceiling} labelAt={(index) => percent(left(index) + width / 2)}>
      {points.map((point, index) => {
        const exact = (percentOf(point.value, ceiling) * PLOT_HEIGHT) / 100;
        const height = point.value > 0n ? Math.max(exact, 1.5) : 0;
        return (
          <rect
            key={point.key}
            x={percent(left(index))}
            y={(PLOT_BOTTOM - height).toFixed(2)}
            width={percent(width)}
            height={height.toFixed(2)}
            fill="#0a5c50"
          />
        );
      })}
    </ChartFigure>
  );
}
