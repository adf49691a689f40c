/** The name of the field that says what a column is. */
export const roleField = (index: number) => `column${index}`;
