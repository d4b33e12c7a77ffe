// Guest. The version of this project, as in package.json (a test compares them).

export const VERSION: string = '0.1.0';
