import { useT } from "#app/lib/i18n-react.tsx";
import { ABACUS_COLOURS, abacusDrawing } from "./abacus-drawing.ts";

/** An amount to the fen, set on an abacus. Sums beyond 99,999,999.99 get more rods. */
export function Abacus({ fen, label }: { fen: bigint; label?: string }) {
  const t = useT("ui");
  const drawing = abacusDrawing(fen, t("abacusUnits").split(" "));
  return (
    <svg
      className="abacus"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="img"
      aria-label={label ?? t("abacus", { amount: drawing.amount })}
    >
      <path d={drawing.rods} stroke={ABACUS_COLOURS.rod} strokeWidth="1.6" />
      <path
        d={drawing.frame}
        fill="none"
        stroke={ABACUS_COLOURS.frame}
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <path d={drawing.beam} fill={ABACUS_COLOURS.frame} />
      <circle cx={drawing.pointX} cy="53.1" r="2.2" fill={ABACUS_COLOURS.away} />
      <path
        d={drawing.away}
        fill={ABACUS_COLOURS.away}
        stroke={ABACUS_COLOURS.rod}
        strokeWidth="1.1"
        strokeLinejoin="round"
      />
      <path
        d={drawing.counted}
        fill={ABACUS_COLOURS.counted}
        stroke={ABACUS_COLOURS.counted}
        strokeLinejoin="round"
      />
      {drawing.labels.map(({ x, digit, unit }) => (
        <g key={x}>
          {digit === null ? null : (
            <text x={x} y="169" className="d">
              {digit}
            </text>
          )}
          <text x={x} y="187" className="u">
            {unit}
          </text>
        </g>
      ))}
      <circle cx={drawing.pointX} cy="167" r="2" fill={ABACUS_COLOURS.frame} />
    </svg>
  );
}
