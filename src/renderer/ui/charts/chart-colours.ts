import { useSyncExternalStore } from 'react';

/** The colours a chart draws with, from the tokens of the theme. */
export interface ChartColours {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly ground: string;
  readonly warn: string;
  readonly fault: string;
  readonly series: readonly string[];
  readonly font: string;
}

function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: token('text'),
    muted: token('text-muted'),
    grid: token('line'),
    ground: token('surface-raised'),
    warn: token('p2-edge'),
    fault: token('p1-edge'),
    series: [1, 2, 3, 4, 5, 6].map((number) => token(`chart-${number}`)),
    font: `${token('text-1')} ${token('font') || 'sans-serif'}`,
  };
}

function subscribe(wake: () => void): () => void {
  const observer = new MutationObserver(wake);
  observer.observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-density', 'lang'],
  });
  return () => observer.disconnect();
}

let drawn: { readonly look: string; readonly colours: ChartColours } | undefined;

/** The same object until theme, density or language change: reading styles is slow. */
function currentColours(): ChartColours {
  const { dataset, lang } = document.documentElement;
  const look = `${dataset['theme'] ?? ''} ${dataset['density'] ?? ''} ${lang}`;
  if (drawn?.look !== look) drawn = { look, colours: readColours() };
  return drawn.colours;
}

/** The tokens as values, because canvases cannot use CSS variables; follows theme, density and language. */
export function useChartColours(): ChartColours {
  return useSyncExternalStore(subscribe, currentColours);
}
