/** Fonts of Helvetica's widths, which layouts are measured with. Arimo is the one that comes with this package. */
export const fontFamily = "Helvetica, Arial, Arimo, 'Liberation Sans', sans-serif";
