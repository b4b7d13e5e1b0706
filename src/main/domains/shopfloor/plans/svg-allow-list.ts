/** Elements of a drawing that are kept. None of them runs, loads, links or repeats anything. */
export const elements: ReadonlySet<string> = new Set([
  'svg',
  'g',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
]);

/** Elements whose own text is kept; white space between others means nothing. */
export const textElements: ReadonlySet<string> = new Set(['title', 'desc', 'text', 'tspan']);

/** Elements that editors add for themselves: left out with all that is in them. */
export const droppedElements: ReadonlySet<string> = new Set(['metadata']);

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?`;
const length = String.raw`${number}(?:px|pt|pc|mm|cm|in|em|ex|%)?`;
const whole = (pattern: string): RegExp => new RegExp(`^\\s*(?:${pattern})\\s*$`, 'iu');

const lengths = whole(`${length}(?:[\\s,]+${length})*|none|auto`);
const numbers = whole(`${number}(?:[\\s,]*${number})*`);
const colour = whole(
  String.raw`none|transparent|currentcolor|inherit|[a-z]{3,24}|#[\da-f]{3,8}|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/+-]{1,60}\)`,
);
const pathData = /^[\s\d.,+eEmMzZlLhHvVcCsSqQtTaA-]*$/u;
const transform = whole(
  String.raw`(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([\s\d.,e+-]{1,200}\)[\s,]*)*`,
);
const word = /^[a-z-]{1,40}$/iu;
const family = /^[\p{L}\p{N}\s,'"_-]{1,200}$/u;
const weight = /^(?:[a-z]{1,20}|[1-9]00)$/iu;
const name = /^[\p{L}_][\p{L}\p{N}_.-]{0,100}$/u;

/** Attributes that are kept, each with the form that its value must have. */
export const attributes: ReadonlyMap<string, RegExp> = new Map([
  ['id', name],
  ['viewBox', numbers],
  ...['x', 'y', 'x1', 'y1', 'x2', 'y2', 'dx', 'dy', 'cx', 'cy', 'r', 'rx', 'ry'].map(
    (key) => [key, lengths] as const,
  ),
  ...['width', 'height', 'font-size', 'letter-spacing', 'stroke-width'].map(
    (key) => [key, lengths] as const,
  ),
  ...['stroke-dasharray', 'stroke-dashoffset', 'textLength'].map((key) => [key, lengths] as const),
  ...['points', 'rotate', 'opacity', 'fill-opacity', 'stroke-opacity', 'stroke-miterlimit'].map(
    (key) => [key, numbers] as const,
  ),
  ...['fill', 'stroke', 'color'].map((key) => [key, colour] as const),
  ...['fill-rule', 'stroke-linecap', 'stroke-linejoin', 'text-anchor', 'dominant-baseline'].map(
    (key) => [key, word] as const,
  ),
  ...['display', 'visibility', 'font-style', 'vector-effect', 'lengthAdjust'].map(
    (key) => [key, word] as const,
  ),
  ['font-weight', weight],
  ['font-family', family],
  ['d', pathData],
  ['transform', transform],
]);

/** Attributes that run something or lead elsewhere: their presence refuses the drawing. */
export function isDangerous(attribute: string): boolean {
  return (
    /^on/iu.test(attribute) || /^(?:href|src|base|data|from|to|values|begin|is)$/iu.test(attribute)
  );
}

/** A value that leads elsewhere, also in attributes that would be left out: the plan would look otherwise. */
export const leadsElsewhere = /url\s*\(|javascript:|data:|@import|expression\s*\(/iu;
