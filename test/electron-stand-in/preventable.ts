/** An event that a listener may prevent. */
export function preventable<T extends object>(details: T): T & Electron.Event {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}
