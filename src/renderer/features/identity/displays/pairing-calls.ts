import { CSRF_HEADER, paths } from '#contract/wire.ts';

/** What became of a try to pair. */
export type Paired =
  | { readonly kind: 'paired' | 'refused' | 'failed' }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

const post = (path: string, body: object): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { [CSRF_HEADER]: '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Makes this browser the display of a code; the server puts the token into a cookie that no script reads. */
export async function pairDisplay(code: string): Promise<Paired> {
  const response = await post(paths.pairDisplay, { code }).catch(() => null);
  if (!response) return { kind: 'failed' };
  switch (response.status) {
    case 200:
      return { kind: 'paired' };
    case 400:
    case 410:
      return { kind: 'refused' };
    case 429:
      return {
        kind: 'throttled',
        retryAfterSeconds: Number(response.headers.get('retry-after') ?? 1),
      };
    default:
      return { kind: 'failed' };
  }
}

/** Lets this browser be a console again. Answers whether it worked. */
export async function forgetDisplay(): Promise<boolean> {
  const response = await post(paths.forgetDisplay, {}).catch(() => null);
  return response?.ok ?? false;
}

/** Starts the page anew as what the browser is now, without the code in its address. */
export function startAnew(): void {
  history.replaceState(null, '', '/');
  location.reload();
}
