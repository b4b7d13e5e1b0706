/** Prints the page in the light theme, whatever theme is on the screen: dark ground is not printed. */
export function printPage(): void {
  const { dataset } = document.documentElement;
  const theme = dataset['theme'];
  dataset['theme'] = 'light';
  // Charts are drawn anew in the frame after the theme has changed.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      globalThis.print();
      if (theme === undefined) delete dataset['theme'];
      else dataset['theme'] = theme;
    }),
  );
}
