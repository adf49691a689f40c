/** One operation of the OpenAPI document, as the page shows it. */
export interface ReferenceOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  needsKey: boolean;
  parameters: ReferenceField[];
  body: ReferenceField[];
  answerStatus: string;
  answer: ReferenceField[];
  /** Statuses of problem documents. */
  problems: string[];
}

export interface ReferenceField {
  /** "events[].items" */
  name: string;
  type: string;
  isRequired: boolean;
  description: string | null;
}

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
}
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: unknown[];
  parameters: { name: string; in: string; required: boolean; description: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

/** The document's operations by tag, those of `firstTag` first. */
export function referenceOf(
  document: Record<string, unknown>,
  firstTag: string,
): { tag: string; operations: ReferenceOperation[] }[] {
  const byTag = new Map<string, ReferenceOperation[]>([[firstTag, []]]);
  const paths = document.paths as Record<string, Record<string, Operation>>;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [tag = firstTag] = operation.tags;
      byTag.set(tag, [...(byTag.get(tag) ?? []), shownOperation(method, path, operation)]);
    }
  }
  return [...byTag].map(([tag, operations]) => ({ tag, operations }));
}

function shownOperation(method: string, path: string, operation: Operation): ReferenceOperation {
  const statuses = Object.keys(operation.responses);
  const answerStatus = statuses.find((status) => status.startsWith("2")) ?? "200";
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path: `/api/v1${path}`,
    summary: operation.summary,
    description: operation.description ?? null,
    needsKey: operation.security.length > 0,
    parameters: operation.parameters.map(({ name, in: place, required, description, schema }) => ({
      name: `${name} (${place})`,
      type: typeOf(schema),
      isRequired: required,
      description,
    })),
    body: operation.requestBody ? fieldsOf(schemaIn(operation.requestBody)) : [],
    answerStatus,
    answer: fieldsOf(schemaIn(operation.responses[answerStatus])),
    problems: statuses.filter((status) => !status.startsWith("2")),
  };
}

function schemaIn(part: { content: Record<string, { schema: Schema }> } | undefined): Schema {
  return Object.values(part?.content ?? {})[0]?.schema ?? {};
}

/** An object's fields, those of objects within it by their whole name. */
function fieldsOf(schema: Schema, prefix = ""): ReferenceField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const shown = {
      name: prefix + name,
      type: typeOf(field),
      isRequired,
      description: field.description ?? null,
    };
    return [shown, ...innerFields(field, prefix + name)];
  });
}

function innerFields(field: Schema, name: string): ReferenceField[] {
  if (field.properties) return fieldsOf(field, `${name}.`);
  if (field.items) return innerFields(field.items, `${name}[]`);
  return (field.anyOf ?? []).flatMap((choice) => innerFields(choice, name));
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.items) return `${typeOf(schema.items)}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "any");
  return schema.format ? `${type} (${schema.format})` : type;
}
