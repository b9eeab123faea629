import { z } from "zod";
import type { Path } from "../errors.js";

/** The schemas that a value may be held to: one, or the branches of a union. */
export type Schemas = readonly z.core.$ZodType[];

/** The schemas of what stands at a path. */
export function below(schemas: Schemas, path: Path): Schemas {
  return path.reduce<Schemas>(
    (level, key) => level.flatMap((type) => childrenOf(unwrap(type), key)),
    schemas,
  );
}

/** The keys that the object schemas among these know. */
export function keysOf(schemas: Schemas): string[] {
  const objects = schemas
    .flatMap((type) => options(unwrap(type)))
    .filter((type) => type instanceof z.ZodObject);
  return [...new Set(objects.flatMap((type) => Object.keys(type.shape)))];
}

/** The keys that a form knows at a place below it; none where it knows no keys, or nothing may stand. */
export function knownKeys(schema: z.ZodType, path: Path): string[] {
  return keysOf(below([schema], path));
}

/** Whether one of these accepts a value. */
export function accepts(schemas: Schemas, value: unknown): boolean {
  return schemas.some((type) => z.safeParse(type, value).success);
}

/** A value that one of these was given as an example; undefined where none was. */
export function exampleOf(schemas: Schemas): unknown {
  const layers = schemas.flatMap((type) => [type, unwrap(type)]);
  return layers.flatMap((type): unknown[] => {
    const examples = z.globalRegistry.get(type)?.["examples"];
    return Array.isArray(examples) ? examples : [];
  })[0];
}

function childrenOf(type: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  return options(type).flatMap((option): z.core.$ZodType[] => {
    if (option instanceof z.ZodObject)
      return Object.hasOwn(option.shape, key) ? [option.shape[key] as z.ZodType] : [];
    if (option instanceof z.ZodRecord) return [option.valueType];
    return option instanceof z.ZodArray ? [option.element] : [];
  });
}

function options(type: z.core.$ZodType): z.core.$ZodType[] {
  return type instanceof z.ZodUnion ? type.options.flatMap((option) => options(unwrap(option))) : [type];
}

function unwrap(type: z.core.$ZodType): z.core.$ZodType {
  for (;;) {
    if (type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodReadonly)
      type = type.unwrap();
    else if (type instanceof z.ZodLazy) type = type._zod.innerType;
    else return type;
  }
}
