/** pdfkit takes a font as an object too (PDFFontFactory.open: anything with `layout`); its types do not say so. */
declare namespace PDFKit.Mixins {
  interface GivenFont {
    layout(text: string): { glyphs: object[]; positions: object[]; advanceWidth: number };
  }
  interface PDFFont {
    registerFont(name: string, font: string | GivenFont): this;
  }
}
