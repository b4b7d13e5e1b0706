import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFloorPlan } from './floor-plan-svg.ts';

const svg = (inside: string, attributes = 'viewBox="0 0 100 50"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;

const reasonsOf = (text: string): string[] => {
  const read = readFloorPlan(text);
  return read.kind === 'refused' ? read.faults.map(({ reason }) => reason) : [];
};

describe('a floor plan', () => {
  it('is written anew with its size, without what editors add for themselves', () => {
    const read = readFloorPlan(
      `<?xml version="1.0" encoding="UTF-8"?>
       <!-- drawn by hand -->
       <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
         width="120mm" viewBox="0 0 120 80" inkscape:version="1.3" class="x">
         <metadata><a href="x"/></metadata>
         <inkscape:page id="p"/>
         <rect x="1" y="2" width="3" height="4" style="fill:#ccc; stroke : black;-inkscape-x:y"/>
         <text x="5" y="6">Tür &amp; Tor</text>
       </svg>`,
    );
    expect(read).toEqual({
      kind: 'drawing',
      width: 120,
      height: 80,
      svg:
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" viewBox="0 0 120 80" height="80">' +
        '<rect x="1" y="2" width="3" height="4" fill="#ccc" stroke="black"></rect>' +
        '<text x="5" y="6">Tür &amp; Tor</text></svg>',
    });
  });

  it.each([
    ['width="400" height="300px"', { width: 400, height: 300 }],
    ['viewBox="-10,-20 640 480" width="100%"', { width: 640, height: 480 }],
  ])('takes its size from %s', (attributes, size) => {
    expect(readFloorPlan(svg('', attributes))).toMatchObject({ kind: 'drawing', ...size });
  });

  it.each(['', 'viewBox="0 0 0 0"', 'width="100%" height="3cm"', 'viewBox="0 0 1e9 10"'])(
    'without a size that means something (%s) is refused',
    (attributes) => {
      expect(reasonsOf(svg('', attributes))).toEqual(['no-size']);
    },
  );

  it.each([
    ['<script>alert(1)</script>', 'element'],
    ['<g><SCRIPT/></g>', 'element'],
    ['<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', 'element'],
    ['<html:img xmlns:html="http://www.w3.org/1999/xhtml" />', 'element'],
    ['<style>rect { fill: url(http://evil/) }</style>', 'element'],
    ['<foreignObject><div/></foreignObject>', 'element'],
    ['<image href="http://evil/x.png"/>', 'attribute'],
    ['<use xlink:href="#a"/>', 'attribute'],
    ['<a><text>x</text></a>', 'element'],
    ['<animate attributeName="href"/>', 'element'],
    ['<set attributeName="onload"/>', 'element'],
    ['<filter id="f"/>', 'element'],
    ['<svg/>', 'element'],
    ['<rect onload="alert(1)"/>', 'attribute'],
    ['<rect OnClick="alert(1)"/>', 'attribute'],
    ['<g xml:base="http://evil/"/>', 'attribute'],
    ['<rect style="fill: url(http://evil/)"/>', 'value'],
    ['<rect fill="url(#gradient)"/>', 'value'],
    ['<rect filter="url(#f)"/>', 'value'],
    ['<rect style="fill: red !important"/>', 'value'],
    ['<rect style="fill: u\\72l(x)"/>', 'value'],
    ['<path d="M0 0&quot; onload=&quot;x"/>', 'value'],
    ['<text font-family="x;background:red">t</text>', 'value'],
    ['<?php evil() ?>', 'declaration'],
    ['<rect>', 'not-xml'],
    ['&evil;', 'not-xml'],
    ['<rect x="1" x="2"/>', 'not-xml'],
  ])('with %s is refused', (inside, reason) => {
    expect(reasonsOf(svg(inside))).toContain(reason);
  });

  it.each([
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"/>',
    '<!DOCTYPE svg SYSTEM "http://evil/x.dtd"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"/>',
  ])('with a document type is refused', (text) => {
    expect(reasonsOf(text)).toContain('declaration');
  });

  it.each(['', 'nothing', '<html/>', '<svg viewBox="0 0 100 50"/>', '\u0000', '{"a":1}'])(
    'that is none (%j) is refused',
    (text) => {
      expect(readFloorPlan(text).kind).toBe('refused');
    },
  );

  it('says the line and column of every fault, up to a number', () => {
    const read = readFloorPlan(svg(`\n<g>\n  <script/>\n</g>${'<a/>'.repeat(50)}`));
    if (read.kind !== 'refused') throw new Error('It was taken.');
    expect(read.faults[0]).toMatchObject({ line: 3, reason: 'element', what: 'script' });
    expect(read.faults).toHaveLength(20);
  });

  it('with more than anybody draws, or nested without end, is refused', () => {
    expect(reasonsOf(svg('<path/>'.repeat(20_001)))).toContain('too-much');
    expect(reasonsOf(svg('<g>'.repeat(100) + '</g>'.repeat(100)))).toContain('too-much');
  });
});

const harmless = fc.constantFrom('g', 'rect', 'path', 'text', 'circle', 'title');
const hostile = fc.constantFrom('script', 'style', 'image', 'use', 'a', 'foreignObject', 'set');
const key = fc.constantFrom('fill', 'style', 'onload', 'href', 'xlink:href', 'd', 'id', 'class');
const value = fc.oneof(
  fc.string(),
  fc.constantFrom('red', 'url(#a)', 'javascript:alert(1)', 'M0 0L1 1', 'fill:red', '"><script>'),
);
const attribute = fc
  .tuple(key, value)
  .map(
    ([name, text]) =>
      ` ${name}="${text.replaceAll(/[<&"]/g, (sign) => `&#${sign.codePointAt(0)};`)}"`,
  );
const tag = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: harmless }, hostile), fc.option(attribute), fc.string())
  .map(([name, attributed, text]) => `<${name}${attributed ?? ''}>${text}</${name}>`);

describe('whatever a drawing holds', () => {
  it('only the allow-list comes through, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 6 }), (tags) => {
        const read = readFloorPlan(svg(tags.join('')));
        if (read.kind === 'refused') return;
        const markup = read.svg.replaceAll(/>[^<]*</g, '><');
        expect(markup).not.toMatch(/<(?:script|style|image|use|a|foreignObject|set)\b/iu);
        expect(markup).not.toMatch(/\s(?:on\w*|href|xlink:href|style|class)=/iu);
        expect(markup).not.toMatch(/url\(|javascript:/iu);
        expect(readFloorPlan(read.svg)).toEqual(read);
      }),
      { numRuns: 300 },
    );
  });

  it('no text makes the reader fail', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff })), (codes) => {
        const text = String.fromCodePoint(...codes);
        expect(['drawing', 'refused']).toContain(readFloorPlan(svg(text)).kind);
        expect(readFloorPlan(text).kind).toBe('refused');
      }),
    );
  });
});
