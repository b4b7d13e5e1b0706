import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import type { PlanFault } from '#contract/shopfloor/plans.ts';
import {
  attributes,
  droppedElements,
  elements,
  isDangerous,
  leadsElsewhere,
  textElements,
} from './svg-allow-list.ts';

/** A drawing that is fit to be kept, with its size in plan units; or what is wrong with it. */
export type ReadPlan =
  | {
      readonly kind: 'drawing';
      readonly svg: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'refused'; readonly faults: readonly PlanFault[] };

const SVG = 'http://www.w3.org/2000/svg';
const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 64;
const MAX_FAULTS = 20;
const SIZE = { smallest: 10, largest: 100_000 } as const;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? '');

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** `style="fill: red"` as the attributes that say the same. */
function declarationsOf(style: string): (readonly [string, string])[] {
  return style.split(';').flatMap((declaration) => {
    const colon = declaration.indexOf(':');
    return colon < 0
      ? []
      : [[declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()] as const];
  });
}

const isSize = (value: number): boolean => value >= SIZE.smallest && value <= SIZE.largest;

/** The view box of the outermost element: its own, else from width and height in plain numbers or px. */
function viewBoxOf(root: ReadonlyMap<string, string>): readonly number[] | null {
  const box = root
    .get('viewBox')
    ?.trim()
    .split(/[\s,]+/u)
    .map(Number);
  const plain = ['width', 'height'].map((key) =>
    Number(root.get(key)?.trim().replace(/px$/iu, '') ?? NaN),
  );
  const found = box ?? [0, 0, ...plain];
  const [, , width = NaN, height = NaN] = found;
  return found.length === 4 && found.every(Number.isFinite) && isSize(width) && isSize(height)
    ? found
    : null;
}

/**
 * Reads one drawing. A real XML parser takes it apart, and what the allow-list lets through is
 * written anew; nothing of the file's own markup is kept. What an editor added for itself (other
 * namespaces, metadata, comments) is left out; what could run, load or lead elsewhere refuses the
 * whole file, so that nobody gets a plan with silent holes.
 */
class PlanReader {
  readonly faults: PlanFault[] = [];
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #out: string[] = [];
  readonly #open: string[] = [];
  #elements = 0;
  /** How many elements deep the parser is in something that is left out. */
  #dropping = 0;
  #box: readonly number[] | null = null;
  #broken = false;

  read(text: string): ReadPlan {
    this.#listen();
    // The parser goes on after an error; after the first, what it says is no longer worth reading.
    try {
      this.#parser.write(text).close();
    } catch (error) {
      this.#fault('not-xml', error instanceof Error ? error.message : '');
    }
    const [, , width = 0, height = 0] = this.#box ?? [];
    if (this.faults.length === 0 && this.#box === null) this.#fault('not-svg', '');
    return this.faults.length > 0
      ? { kind: 'refused', faults: this.faults }
      : { kind: 'drawing', svg: this.#out.join(''), width, height };
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => {
      if (!this.#broken) this.#fault('not-xml', error.message.replace(/^[\d:]+\s*/u, ''));
      this.#broken = true;
    });
    parser.on('doctype', () => this.#fault('declaration', '<!DOCTYPE>'));
    parser.on('processinginstruction', ({ target }) => this.#fault('declaration', `<?${target}?>`));
    parser.on('opentag', (tag) => this.#begin(tag));
    parser.on('closetag', () => this.#end());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
  }

  #fault(reason: PlanFault['reason'], what: string): void {
    if (this.faults.length >= MAX_FAULTS) return;
    const { line, column } = this.#parser;
    this.faults.push({ line, column: column + 1, reason, what: shortened(what) });
  }

  #begin(tag: SaxesTagNS): void {
    if (this.#broken) return;
    this.#elements += 1;
    const depth = this.#open.length + this.#dropping;
    if (this.#elements === MAX_ELEMENTS + 1 || depth === MAX_DEPTH)
      this.#fault('too-much', tag.name);
    if (this.#dropping > 0 || this.#isDropped(tag)) {
      this.#dropping += 1;
      return;
    }
    const known = tag.uri === SVG && elements.has(tag.local);
    const kept = this.#attributesOf(tag);
    if (depth === 0) this.#beginRoot(tag, kept);
    else if (!known || tag.local === 'svg') this.#fault('element', tag.name);
    else this.#write(tag.local, kept);
    this.#open.push(tag.local);
  }

  /** Other namespaces are an editor's notes, but a page's elements are there to run. */
  #isDropped({ uri, local }: SaxesTagNS): boolean {
    if (this.#open.length === 0) return false;
    if (uri === SVG) return droppedElements.has(local);
    return uri !== '' && !uri.includes('w3.org/1999/xhtml') && !uri.includes('w3.org/1998/Math');
  }

  #beginRoot(tag: SaxesTagNS, kept: Map<string, string>): void {
    if (tag.uri !== SVG || tag.local !== 'svg') return this.#fault('not-svg', tag.name);
    const box = viewBoxOf(kept);
    if (box === null) return this.#fault('no-size', 'viewBox');
    const [, , width, height] = box;
    this.#box = box;
    for (const key of ['x', 'y', 'transform', 'display', 'visibility']) kept.delete(key);
    kept.set('viewBox', box.join(' ')).set('width', `${width}`).set('height', `${height}`);
    this.#write('svg', new Map([['xmlns', SVG], ...kept]));
  }

  #attributesOf(tag: SaxesTagNS): Map<string, string> {
    const kept = new Map<string, string>();
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
      for (const [key, value] of this.#valuesOf(attribute)) this.#keep(kept, key, value);
    }
    return kept;
  }

  #valuesOf({ local, prefix, uri, value, name }: SaxesAttributeNS): (readonly [string, string])[] {
    if (isDangerous(local)) {
      this.#fault('attribute', name);
      return [];
    }
    if (prefix !== '' || uri !== '') return [];
    if (leadsElsewhere.test(value)) {
      this.#fault('value', name);
      return [];
    }
    return local === 'style' ? declarationsOf(value) : [[local, value]];
  }

  #keep(kept: Map<string, string>, key: string, value: string): void {
    const form = attributes.get(key);
    if (form === undefined) return;
    if (form.test(value)) kept.set(key, value);
    else this.#fault('value', key);
  }

  #write(local: string, kept: ReadonlyMap<string, string>): void {
    const written = [...kept].map(([key, value]) => ` ${key}="${escaped(value)}"`);
    this.#out.push(`<${local}${written.join('')}>`);
  }

  #end(): void {
    if (this.#broken) return;
    if (this.#dropping > 0) {
      this.#dropping -= 1;
      return;
    }
    const local = this.#open.pop();
    if (local !== undefined) this.#out.push(`</${local}>`);
  }

  #text(text: string): void {
    if (this.#broken || this.#dropping > 0) return;
    const inside = this.#open.at(-1);
    if (inside !== undefined && textElements.has(inside)) this.#out.push(escaped(text));
  }
}

/** Reads a drawing that a person gave: see {@link ReadPlan}. */
export const readFloorPlan = (text: string): ReadPlan => new PlanReader().read(text);
