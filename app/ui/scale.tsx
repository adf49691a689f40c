import { percent } from "#app/ui/share.ts";

export type Band = { from: number; label: string };

type ScaleProps = {
  /** 0 to 100. */
  value: number;
  previous?: number;
  /** From the lowest; the first begins at 0. */
  bands: readonly Band[];
  /** The drawing as a sentence. */
  label: string;
};

/** A value from 0 to 100 between named bands, as beads on a lying rod. */
export function Scale({ value, previous, bands, label }: ScaleProps) {
  const edges = [...bands.map((band) => band.from), 100];
  return (
    <svg className="scale" width="100%" height="86" role="img" aria-label={label}>
      <line x2="100%" y1="42" y2="42" stroke="#1a2320" strokeWidth="2" />
      {edges.map((edge) => (
        <g key={edge}>
          <line x1={`${edge}%`} x2={`${edge}%`} y1="35" y2="49" stroke="#1a2320" strokeWidth="1.5" />
          <text x={`${edge}%`} y="66" textAnchor={edge === 0 ? "start" : edge === 100 ? "end" : "middle"}>
            {edge}
          </text>
        </g>
      ))}
      {bands.map((band, index) => {
        const end = edges[index + 1] ?? 100;
        const mine = value >= band.from && (value < end || end === 100);
        return (
          <text
            key={band.from}
            x={`${(band.from + end) / 2}%`}
            y="84"
            textAnchor="middle"
            className={mine ? "bd me" : "bd"}
          >
            {band.label}
          </text>
        );
      })}
      {previous === undefined ? null : (
        <svg x={percent(previous)} overflow="visible">
          <path d="M0 30l7 5.5v13L0 54l-7-5.5v-13z" fill="#fbfaf5" stroke="#717a76" strokeWidth="1.5" />
        </svg>
      )}
      <svg x={percent(value)} overflow="visible">
        <path d="M0 26l9 7v18L0 58l-9-7V33z" fill="#0a5c50" />
        <text y="16" textAnchor="middle" className="v">
          {value.toFixed(2)}
        </text>
      </svg>
    </svg>
  );
}

type RodScaleProps = { value: number; previous?: number; ticks?: readonly number[] };

const UPRIGHT_BEAD = "M-4.5 2h9l5.5 7-5.5 7h-9l-5.5-7z";

/** The same in one row of a table, beside the figure itself. */
export function RodScale({ value, previous, ticks = [60, 80, 90] }: RodScaleProps) {
  return (
    <svg className="rodc" width="100%" height="18" aria-hidden="true">
      <line x2="100%" y1="9" y2="9" stroke="#717a76" strokeWidth="1.5" />
      {[0, ...ticks, 100].map((tick) => (
        <line key={tick} x1={`${tick}%`} x2={`${tick}%`} y1="5" y2="13" stroke="#717a76" />
      ))}
      {previous === undefined || previous === value ? null : (
        <svg x={percent(previous)} overflow="visible">
          <path
            d={UPRIGHT_BEAD}
            transform="rotate(90 0 9)"
            fill="#fbfaf5"
            stroke="#717a76"
            strokeWidth="1.5"
          />
        </svg>
      )}
      <svg x={percent(value)} overflow="visible">
        <path d={UPRIGHT_BEAD} transform="rotate(90 0 9)" fill="#0a5c50" stroke="#0a5c50" strokeWidth="1.5" />
      </svg>
    </svg>
  );
}
