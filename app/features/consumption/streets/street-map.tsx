import { useT } from "#app/lib/i18n-react.tsx";
import { useSvgId } from "#app/ui/svg-id.ts";
import { type Place, type PlannedMap, planMap, TALL_FRAME, WIDE_FRAME } from "./plan-map.ts";

export interface ShownShop extends Place {
  /** In the reader's language. */
  name: string;
  /** Of its entry in the list beside the map. */
  href: string;
}

/**
 * A street drawn from the coordinates of its shops, without anybody else's tiles: each number leads to the shop's entry
 * in the list, which says the same in words. Nothing where no shop has a place.
 */
export function StreetMap({ name, shops }: { name: string; shops: readonly ShownShop[] }) {
  const wide = planMap(shops, WIDE_FRAME);
  const tall = planMap(shops, TALL_FRAME);
  if (!wide || !tall) return null;
  return (
    <figure className="street-map">
      <Drawing name={name} shops={shops} map={wide} className="map-wide" />
      <Drawing name={name} shops={shops} map={tall} className="map-tall" />
    </figure>
  );
}

interface DrawingProps {
  name: string;
  shops: readonly ShownShop[];
  map: PlannedMap;
  className: string;
}

function Drawing({ name, shops, map, className }: DrawingProps) {
  const t = useT("streets");
  const id = useSvgId("map");
  const shopOf = new Map(shops.map((shop) => [shop.id, shop]));
  return (
    <svg
      className={className}
      viewBox={`0 0 ${map.width} ${map.height}`}
      role="group"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}d`}
    >
      <title id={`${id}t`}>{t("mapTitle", { name })}</title>
      <desc id={`${id}d`}>{t("mapDescription", { count: map.pins.length })}</desc>
      <svg aria-hidden="true" overflow="visible">
        <Road map={map} />
        {map.pins.map((pin) => (
          <g key={pin.id} className="stem">
            <line x1={pin.x} y1={pin.y} x2={pin.labelX} y2={pin.labelY} />
            <circle cx={pin.x} cy={pin.y} r="3.5" />
          </g>
        ))}
        <North map={map} />
        <ScaleBar map={map} />
        <text x={map.width - 10} y={map.height - 8} textAnchor="end" className="road-name">
          {name}
        </text>
      </svg>
      {map.pins.map((pin) => {
        const shop = shopOf.get(pin.id);
        return shop ? (
          <a key={pin.id} href={shop.href} aria-label={t("pin", { number: pin.number, name: shop.name })}>
            <circle cx={pin.labelX} cy={pin.labelY} r={WIDE_FRAME.pin} className="pin" />
            <text x={pin.labelX} y={pin.labelY + 4.5} textAnchor="middle">
              {pin.number}
            </text>
          </a>
        ) : null;
      })}
    </svg>
  );
}

function Road({ map }: { map: PlannedMap }) {
  const { x1, y1, x2, y2 } = map.road;
  return (
    <g>
      <line x1={x1} y1={y1} x2={x2} y2={y2} className="kerb" strokeWidth={map.roadWidth + 2} />
      <line x1={x1} y1={y1} x2={x2} y2={y2} className="road" strokeWidth={map.roadWidth} />
    </g>
  );
}

function North({ map }: { map: PlannedMap }) {
  const t = useT("streets");
  const x = map.width - 20;
  return (
    <g transform={`translate(${x} 24) rotate(${map.northDegrees})`}>
      <path d="M0-15 6 4 0 0-6 4z" className="north" />
      <text y="17" textAnchor="middle" className="map-note" transform={`rotate(${-map.northDegrees} 0 13)`}>
        {t("north")}
      </text>
    </g>
  );
}

function ScaleBar({ map }: { map: PlannedMap }) {
  const t = useT("streets");
  const y = map.height - 8;
  return (
    <g>
      <path
        d={`M8 ${y - 6}v6h${map.scale.length}v-6M${8 + map.scale.length / 2} ${y - 4}v4`}
        className="scale"
      />
      <text x={14 + map.scale.length} y={y} className="map-note">
        {t("metres", { metres: map.scale.metres })}
      </text>
    </g>
  );
}
