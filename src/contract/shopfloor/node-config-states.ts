/** Whether a node has the settings that it is to have. */
export const configStates = ['none', 'pending', 'applied', 'failed'] as const;
