import { describe, expect, test } from 'vitest';
import { doors, furtherDoors, librariesOf, readPublicTypes } from './public-types.ts';

describe.each(Object.entries(doors))('The declarations of %s', (_name, path) => {
  const { holes, unexportedErrors, exported, undocumented } = readPublicTypes(path);

  test('are read', () => {
    expect(exported.length).toBeGreaterThan(20);
  });

  test('name no type that cannot be imported', () => {
    expect(holes.map(({ name, metIn }) => `${name} (met in ${metIn})`)).toEqual([]);
  });

  test('speak of no thrown error that cannot be imported', () => {
    expect(unexportedErrors.map(({ name, metIn }) => `${name} (met in ${metIn})`)).toEqual([]);
  });

  test('say of every export what it is', () => {
    expect(undocumented).toEqual([]);
  });
});

test.each(Object.entries(furtherDoors))('The declarations of %s say of every export what it is', (_name, path) => {
  const { exported, undocumented } = readPublicTypes(path);
  expect(exported.length).toBeGreaterThan(2);
  expect(undocumented).toEqual([]);
});

test.each(Object.entries({ ...doors, ...furtherDoors }))(
  'The declarations of %s need no types but those that come along, so a compiler reads them that checks libraries too',
  (_name, path) => {
    expect(librariesOf(path).filter(({ comesWithTypes }) => !comesWithTypes)).toEqual([]);
  },
);

describe('The reader of declarations', () => {
  const path = '/packages/sample/dist/index.d.ts';
  const read = (text: string) => readPublicTypes(path, { [path]: `${text} export {};` });

  test.each([
    ['a type of an argument', 'interface Hidden {} export declare function f(given: Hidden): void;', 'Hidden'],
    ['what a type is made of', 'interface Hidden {} export type Shown = readonly Hidden[] | null;', 'Hidden'],
    ['what is inherited', 'interface Hidden {} export interface Shown extends Hidden {}', 'Hidden'],
    ['a bound of a parameter', 'interface Hidden {} export type Shown<T extends Hidden> = T[];', 'Hidden'],
    [
      'what a hidden type leads to',
      'interface Deep {} interface Hidden { readonly deep: Deep } export declare const shown: Hidden;',
      'Deep',
    ],
  ])('finds %s', (_what, text, hidden) => {
    expect(read(text).holes.map(({ name }) => name)).toContain(hidden);
  });

  test('lets pass what is exported under another name, private, a parameter, or of the language', () => {
    const text = `interface Hidden {} interface Secret {}
      export declare class Shown<T> { private readonly secret: Secret; readonly made: Promise<T>; readonly own: Hidden }
      export { type Hidden as Known };`;
    expect(read(text)).toMatchObject({ holes: [], exported: ['Shown', 'Known'] });
  });

  test('finds exports without a docstring, under the names that they are exported under', () => {
    const text = `/** Told. */ export interface Told {} export declare function bare(): void; interface Inner {}
      export { type Inner as Outer };`;
    expect(read(text).undocumented).toEqual(['bare', 'Outer']);
  });

  test('finds a thrown error that a docstring names and nobody can catch by its class', () => {
    const text = '/** @throws PriceError for nothing */ export declare function f(): void;';
    expect(read(text).unexportedErrors).toEqual([{ name: 'PriceError', metIn: 'f' }]);
    expect(read(`${text} export declare class PriceError extends Error {}`).unexportedErrors).toEqual([]);
  });
});
