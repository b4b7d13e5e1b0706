/** Everything that crosses between console and core. */
export const contract = {};
