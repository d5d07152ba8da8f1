/** The two parts of dxf-viewer that a test builds a drawing with; the package types its whole viewer only. */
declare module 'dxf-viewer/src/parser/DxfParser.js' {
  export default class DxfParser {
    parseSync(text: string): object
  }
}
declare module 'dxf-viewer/src/DxfScene.js' {
  export class DxfScene {
    constructor(options: object)
    Build(dxf: object, fonts: (() => Promise<unknown>)[]): Promise<void>
    scene: { vertices: ArrayBuffer }
    bounds: Record<string, number>
  }
}
