import { describe, expect, it } from 'vitest';
import { viewParamsOf, withViewChange } from './view-params.ts';

describe('the choices of a screen in the address', () => {
  it('finds only those of the screen, and no empty ones', () => {
    const search = 'log.area=a1&machines.area=a2&machines.search=';
    expect(viewParamsOf(search, 'machines', ['area', 'search'])).toEqual({ area: 'a2' });
  });

  it('changes one and leaves those of other screens alone', () => {
    const changed = withViewChange('log.area=a1&machines.area=a2', 'machines', {
      area: null,
      search: '프레스 3',
    });
    expect(viewParamsOf(changed, 'machines', ['area', 'search'])).toEqual({ search: '프레스 3' });
    expect(viewParamsOf(changed, 'log', ['area'])).toEqual({ area: 'a1' });
  });
});
