import { expect, type Page } from '@playwright/test';
import { openDesk, test } from './support/site.ts';

const drawing = (inside: string): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'hall.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 600">\n${inside}</svg>`,
  ),
});

async function give(page: Page, file: ReturnType<typeof drawing>): Promise<void> {
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose an SVG file' }).click();
  await (await chosen).setFiles(file);
}

const placed = (page: Page, code: string) =>
  page
    .getByRole('group', { name: /^Floor plan/u })
    .getByRole('button', { name: new RegExp(code, 'u') });
const field = (page: Page, name: string) =>
  page.getByRole('complementary').getByRole('textbox', { name, exact: true });

test('a plan is given, and machines are placed on it by keyboard and by dragging', async ({
  browser,
  site,
}) => {
  await using desk = await openDesk(browser, site, '/shopfloor/machines');
  const violations: string[] = [];
  desk.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) violations.push(message.text());
  });
  await desk.getByRole('radio', { name: 'Plan' }).click();
  await desk.getByRole('button', { name: 'Plan file' }).click();
  await give(desk, drawing('<script>alert(1)</script>'));
  await expect(
    desk.getByText(/Line 2, column \d+: the element “script” is not taken/u),
  ).toBeVisible();
  await give(desk, drawing('<rect width="900" height="500" style="fill:none;stroke:black"/>'));
  await expect(desk.getByText('Floor plan of Hall 1 changed')).toBeVisible();

  await desk.getByRole('button', { name: 'Place machines' }).click();
  await desk
    .getByRole('complementary')
    .getByRole('button', { name: /^MILL-01/u })
    .press('Enter');
  await placed(desk, 'MILL-01').focus();
  await desk.keyboard.press('ArrowRight');
  await desk.keyboard.press('Shift+ArrowUp');
  await desk.keyboard.press('r');
  await expect(field(desk, 'X')).toHaveValue('510');
  await expect(field(desk, 'Y')).toHaveValue('250');
  await expect(field(desk, 'Rotation')).toHaveValue('15');
  await desk.keyboard.press('Control+Z');
  await expect(field(desk, 'Rotation')).toHaveValue('0');
  await desk.keyboard.press('Control+Y');
  await expect(field(desk, 'Rotation')).toHaveValue('15');

  const before = await placed(desk, 'MILL-01').boundingBox();
  if (!before) throw new Error('It is not drawn.');
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
  await desk.mouse.move(x, y);
  await desk.mouse.down();
  await desk.mouse.move(x - 120, y + 60, { steps: 5 });
  await desk.mouse.up();
  await expect(field(desk, 'X')).not.toHaveValue('510');
  const there = await field(desk, 'X').inputValue();
  expect(Number(there) % 10).toBe(0);
  await desk.getByRole('button', { name: /^Save/u }).click();
  await expect(desk.getByText('Places saved')).toBeVisible();

  await desk.reload();
  await placed(desk, 'MILL-01').press('Enter');
  await expect(placed(desk, 'MILL-01')).toHaveAttribute('aria-pressed', 'true');
  await expect(desk.getByRole('complementary').getByText('MILL-01')).toBeVisible();
  expect(violations).toEqual([]);
});

test('what a colleague moves meanwhile is asked about and not overwritten', async ({
  browser,
  site,
}) => {
  await using first = await openDesk(browser, site, '/shopfloor/machines');
  await using second = await openDesk(browser, site, '/shopfloor/machines');
  for (const desk of [first, second]) {
    await desk.getByRole('radio', { name: 'Plan' }).click();
    await desk.getByRole('button', { name: 'Place machines' }).click();
    const waiting = desk.getByRole('complementary').getByRole('button', { name: /^MILL-02/u });
    await waiting.press('Enter');
    await expect(placed(desk, 'MILL-02')).toBeVisible();
  }
  await first.getByRole('button', { name: /^Save/u }).click();
  await expect(first.getByText('Places saved')).toBeVisible();
  await expect(second.getByRole('alert').getByText('Somebody else moved these')).toBeVisible();
  await second.getByRole('button', { name: 'Keep mine' }).click();
  await placed(second, 'MILL-02').press('ArrowLeft');
  await second.getByRole('button', { name: /^Save/u }).click();
  await expect(second.getByText('Places saved')).toBeVisible();
});
