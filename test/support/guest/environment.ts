// Node, tests. Stands in for the component's environment.
export const values: Record<string, string> = { SIDECARS_COMPONENT: 'unit' };

export const getEnvironment = (): [string, string][] => Object.entries(values);
