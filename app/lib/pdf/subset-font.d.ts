/** The part of subset-font that is used here: the package ships no types of its own. */
declare module "subset-font" {
  export default function subsetFont(
    font: Buffer,
    characters: string,
    options: { targetFormat: "truetype" },
  ): Promise<Buffer>;
}
