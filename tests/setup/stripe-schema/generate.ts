import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "#scripts/services/place.ts";
import { EMBEDDED, EVENTS, EXPANDED, OPERATIONS } from "./operations.ts";

export type JsonSchema = { [name: string]: unknown };
export interface StripeSchema {
  /** Of the SDK whose declarations these are. */
  sdkVersion: string;
  parameters: Record<string, JsonSchema>;
  answers: Record<string, JsonSchema>;
  events: Record<string, JsonSchema>;
  $defs: Record<string, JsonSchema>;
}

const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Void;
/** Payment methods of a charge or of a payment that no page of ours offers. */
const METHODS = new Set(["card", "alipay", "wechat_pay"]);
const DECIMAL = /^Decimal(Impl)?$/;
/** An object with so many optional objects is a list of payment methods. */
const MANY_METHODS = 25;

export const installedVersion = (): string =>
  (
    JSON.parse(readFileSync(join(projectRoot, "node_modules/stripe/package.json"), "utf8")) as {
      version: string;
    }
  ).version;

/**
 * Turns the SDK's declarations, which come from Stripe's own API specification, into JSON Schema: what the API
 * takes, what it answers and what its events carry. Types are closed: a name that Stripe does not know is an
 * error, so that a parameter that was taken away is found.
 */
export function generateStripeSchema(): StripeSchema {
  const probe = join(projectRoot, "tests/setup/stripe-schema/.probe.ts");
  const lines = (at: 0 | 1) =>
    Object.entries(OPERATIONS).map(([operation, types]) => {
      const type = types[at];
      const named = type.startsWith("ApiList<")
        ? `Stripe.${type}`
        : type === "EventBase"
          ? type
          : `Stripe.${type}`;
      return `${JSON.stringify(operation)}: ${named};`;
    });
  const text = [
    'import type Stripe from "stripe";',
    // The union of all events would repeat each: what they share is enough, their objects follow by type.
    'type EventBase = Omit<Stripe.CheckoutSessionCompletedEvent, "data" | "type"> & { type: string; data: { object: object; previous_attributes?: object } };',
    `export type Parameters = {${lines(0).join("\n")}};`,
    `export type Answers = {${lines(1).join("\n")}};`,
    `export type Events = { [Type in ${EVENTS.map((type) => JSON.stringify(type)).join(" | ")}]: Extract<Stripe.Event, { type: Type }>["data"]["object"] };`,
  ].join("\n");
  const { checker, source } = compile(probe, text);
  const writer = new SchemaWriter(checker);
  const module = checker.getSymbolAtLocation(source);
  if (!module) throw new Error("the probe exports nothing");
  const table = (name: string): Record<string, JsonSchema> => {
    const symbol = checker.getExportsOfModule(module).find((found) => found.name === name);
    if (!symbol) throw new Error(`the probe has no ${name}`);
    const fields = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    return Object.fromEntries(
      fields.map((field) => [field.name, writer.schemaOf(checker.getTypeOfSymbol(field))]),
    );
  };
  const parameters = table("Parameters");
  const answers = table("Answers");
  const events = table("Events");
  return { sdkVersion: installedVersion(), parameters, answers, events, $defs: writer.definitions() };
}

function compile(probe: string, text: string): { checker: ts.TypeChecker; source: ts.SourceFile } {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    lib: ["lib.es2022.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  // The probe exists in memory alone.
  host.fileExists = (file) => file === probe || fileExists(file);
  host.readFile = (file) => (file === probe ? text : readFile(file));
  host.getSourceFile = (file, ...rest) =>
    file === probe
      ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
      : getSourceFile(file, ...rest);
  const program = ts.createProgram([probe], options, host);
  const source = program.getSourceFile(probe);
  if (!source) throw new Error("the probe was not compiled");
  const [wrong] = program.getSemanticDiagnostics(source);
  if (wrong) throw new Error(ts.flattenDiagnosticMessageText(wrong.messageText, "\n"));
  return { checker: program.getTypeChecker(), source };
}

/** An object of which only the kind matters here. */
const onlyNamed = (word: string): JsonSchema => ({
  type: "object",
  properties: { object: { const: word } },
  required: ["id", "object"],
});

/** Walks types; named objects become definitions, so that what refers to itself ends. */
class SchemaWriter {
  private readonly defs = new Map<string, JsonSchema>();
  private readonly names = new Map<ts.Type, string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  definitions(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.defs].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  schemaOf(type: ts.Type): JsonSchema {
    const parts = (type.isUnion() ? type.types : [type]).filter((part) => !(part.flags & NOTHING));
    const options: JsonSchema[] = [];
    const literals = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    const isOpen = parts.some((part) => this.isText(part));
    if (isOpen) options.push({ type: "string" });
    else if (literals.length > 0) options.push({ enum: literals.sort() });
    if (parts.some((part) => part.flags & ts.TypeFlags.BooleanLike)) options.push(this.booleanOf(parts));
    if (parts.some((part) => part.flags & ts.TypeFlags.NumberLike)) options.push({ type: "number" });
    // The SDK makes its own class of what goes over the wire as a text.
    if (parts.some((part) => this.isNamed(part, DECIMAL)))
      options.push({ type: "string", pattern: "^-?[0-9.]+$" });
    if (parts.some((part) => part.flags & ts.TypeFlags.Null)) options.push({ type: "null" });
    if (
      parts.some((part) => part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive))
    )
      return {};
    for (const part of parts) {
      if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || this.isText(part)) continue;
      if (this.isNamed(part, DECIMAL) || this.isNamed(part, /^Date$/)) continue;
      const word = this.objectWord(part);
      // An id that may be replaced by its object: only for those that are ever asked for.
      if (isOpen && word !== null && !EXPANDED.includes(word)) continue;
      const isDescribed = word === null || EXPANDED.includes(word) || EMBEDDED.includes(word);
      options.push(isDescribed ? this.objectOf(part) : onlyNamed(word));
    }
    if (options.length === 0) return {};
    return options.length === 1 && options[0] ? options[0] : { anyOf: options };
  }

  /** `string`, and the "other string" of an open enum (`string & {}`). */
  private isText(part: ts.Type): boolean {
    if (part.flags & ts.TypeFlags.StringLike) return !part.isStringLiteral();
    return part.isIntersection() && part.types.some((inner) => inner.flags & ts.TypeFlags.String);
  }

  private booleanOf(parts: readonly ts.Type[]): JsonSchema {
    const said = parts
      .filter((part) => part.flags & ts.TypeFlags.BooleanLiteral)
      .map((part) => this.checker.typeToString(part) === "true");
    return said.length === 1 ? { type: "boolean", const: said[0] } : { type: "boolean" };
  }

  private isNamed(part: ts.Type, name: RegExp): boolean {
    return name.test(part.aliasSymbol?.name ?? part.symbol?.name ?? "");
  }

  /** The value of `object` in an API object: "payment_intent". */
  private objectWord(part: ts.Type): string | null {
    const field = part.getProperty("object");
    const type = field ? this.checker.getTypeOfSymbol(field) : null;
    return type?.isStringLiteral() ? type.value : null;
  }

  private objectOf(part: ts.Type): JsonSchema {
    if (this.checker.isArrayType(part)) {
      const [item] = this.checker.getTypeArguments(part as ts.TypeReference);
      return { type: "array", items: item ? this.schemaOf(item) : {} };
    }
    const name = this.nameOf(part);
    if (!this.defs.has(name)) {
      this.defs.set(name, {});
      this.defs.set(name, this.fieldsOf(part));
    }
    return { $ref: `#/$defs/${name}` };
  }

  private nameOf(part: ts.Type): string {
    const known = this.names.get(part);
    if (known) return known;
    const plain = this.checker
      .typeToString(
        part,
        undefined,
        ts.TypeFormatFlags.UseFullyQualifiedType | ts.TypeFormatFlags.NoTruncation,
      )
      .replace(/import\("[^"]*"\)\./g, "")
      .replace(/[^\w.]+/g, "_")
      .slice(0, 90);
    const taken = new Set(this.names.values());
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
    this.names.set(part, name);
    return name;
  }

  private fieldsOf(part: ts.Type): JsonSchema {
    const [index] = this.checker.getIndexInfosOfType(part);
    const fields = part.getProperties().filter((field) => this.isData(field));
    if (index && fields.length === 0)
      return { type: "object", additionalProperties: this.schemaOf(index.type) };
    const kept = fields.length > MANY_METHODS ? fields.filter((field) => this.isKept(field)) : fields;
    const required = fields
      .filter((field) => !(field.flags & ts.SymbolFlags.Optional))
      .map(({ name }) => name);
    return {
      type: "object",
      properties: Object.fromEntries(
        kept.map((field) => [field.name, this.schemaOf(this.checker.getTypeOfSymbol(field))]),
      ),
      ...(required.length > 0 ? { required: required.sort() } : {}),
      additionalProperties: false,
    };
  }

  /** Methods of the SDK's classes are no part of what goes over the wire. */
  private isData(field: ts.Symbol): boolean {
    if (field.name === "lastResponse") return false;
    return this.checker.getTypeOfSymbol(field).getCallSignatures().length === 0;
  }

  /** Where an object lists some sixty payment methods, only those that can occur here. */
  private isKept(field: ts.Symbol): boolean {
    if (!(field.flags & ts.SymbolFlags.Optional) || METHODS.has(field.name)) return true;
    const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(field));
    return !(type.flags & ts.TypeFlags.Object) || this.checker.isArrayType(type) || !this.isMethod(field);
  }

  private isMethod(field: ts.Symbol): boolean {
    const siblings = (field as ts.Symbol & { parent?: ts.Symbol }).parent?.name ?? "";
    return /PaymentMethod(Details|Options|Data)?$|^PaymentMethod$/.test(siblings);
  }
}
