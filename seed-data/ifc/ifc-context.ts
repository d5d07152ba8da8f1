import type { Colour, Point } from './building-plan.ts'
import { globalIdOf } from './global-id.ts'
import { createStepWriter, integer, type StepRef, type StepValue, typed, word } from './step-text.ts'

export type LengthUnit = 'metre' | 'millimetre' | 'foot'
export type Vector = readonly [number, number, number]

const metresPer: Readonly<Record<LengthUnit, number>> = { metre: 1, millimetre: 0.001, foot: 0.3048 }

/** What every part of a model is written with: lines, ids, lengths in the file's unit, placements, bodies, colours. */
export function createIfcContext(unit: LengthUnit, seed: string) {
  const step = createStepWriter()
  const scale = 1 / metresPer[unit]
  const styles = new Map<string, StepRef>()
  const { add } = step
  const length = (metres: number) => metres * scale
  const point = (...xyz: number[]) => add('IFCCARTESIANPOINT', xyz.map(length))
  const direction = (...xyz: number[]) => add('IFCDIRECTION', [...xyz])
  const up = direction(0, 0, 1)
  const east = direction(1, 0, 0)

  const axes = (at: Vector, turnDegrees = 0) => {
    const turn = (turnDegrees * Math.PI) / 180
    return add(
      'IFCAXIS2PLACEMENT3D',
      point(...at),
      up,
      turn === 0 ? east : direction(Math.cos(turn), Math.sin(turn), 0),
    )
  }
  const placement = (under: StepRef | null, at: Vector, turnDegrees = 0) =>
    add('IFCLOCALPLACEMENT', under, axes(at, turnDegrees))

  /** A ring drawn up by `height` from z. */
  function extrusion(ring: readonly Point[], z: number, height: number): StepRef {
    const outline = add(
      'IFCPOLYLINE',
      [...ring, ring[0]!].map(([x, y]) => point(x, y)),
    )
    const profile = add('IFCARBITRARYCLOSEDPROFILEDEF', word('.AREA.'), null, outline)
    return add('IFCEXTRUDEDAREASOLID', profile, axes([0, 0, z]), up, length(height))
  }

  /** Faces of points, as older exporters write every body. */
  function brep(faces: readonly (readonly Vector[])[]): StepRef {
    const points = new Map<string, StepRef>()
    const pointOf = (at: Vector) => {
      const key = at.join()
      const known = points.get(key) ?? point(...at)
      points.set(key, known)
      return known
    }
    const shell = add(
      'IFCCLOSEDSHELL',
      faces.map((face) => {
        const loop = add('IFCPOLYLOOP', face.map(pointOf))
        return add('IFCFACE', [add('IFCFACEOUTERBOUND', loop, true)])
      }),
    )
    return add('IFCFACETEDBREP', shell)
  }

  function triangles(points: readonly Vector[], indices: readonly Vector[]): StepRef {
    const list = add(
      'IFCCARTESIANPOINTLIST3D',
      points.map((at) => at.map(length)),
    )
    return add(
      'IFCTRIANGULATEDFACESET',
      list,
      null,
      true,
      indices.map((face) => face.map((at) => integer(at + 1))),
      null,
    )
  }

  function paint(body: StepRef, colour: Colour): void {
    add('IFCSTYLEDITEM', body, [styleOf(colour)], null)
  }

  /** In IFC2X3 a style is assigned through one more line. */
  function styleOf(colour: Colour): StepRef {
    const key = colour.join()
    const known = styles.get(key)
    if (known) return known
    const [red, green, blue, alpha = 1] = colour
    const rgb = add('IFCCOLOURRGB', null, red, green, blue)
    const shading = add('IFCSURFACESTYLERENDERING', rgb, 1 - alpha, null, null, null, null, null, null, word('.FLAT.'))
    const style = add('IFCPRESENTATIONSTYLEASSIGNMENT', [add('IFCSURFACESTYLE', null, word('.BOTH.'), [shading])])
    styles.set(key, style)
    return style
  }

  function shape(context: StepRef, bodies: readonly StepRef[], kind: string): StepRef {
    const representation = add('IFCSHAPEREPRESENTATION', context, 'Body', kind, bodies)
    return add('IFCPRODUCTDEFINITIONSHAPE', null, null, [representation])
  }

  const relate = (type: string, ...values: StepValue[]) => {
    relations++
    return add(type, globalIdOf(`${seed} relation ${relations}`), null, null, null, ...values)
  }
  let relations = 0

  /** A property or quantity set on one object. */
  function describe(object: StepRef, setType: string, name: string, values: readonly StepRef[]): void {
    const guid = globalIdOf(`${seed} set ${name} ${object.ref}`)
    const set =
      setType === 'IFCELEMENTQUANTITY'
        ? add(setType, guid, null, name, null, null, values)
        : add(setType, guid, null, name, null, values)
    relate('IFCRELDEFINESBYPROPERTIES', [object], set)
  }
  const property = (name: string, type: string, value: StepValue) =>
    add('IFCPROPERTYSINGLEVALUE', name, null, typed(type, value), null)

  return {
    add,
    text: step.text,
    scale,
    length,
    point,
    direction,
    placement,
    axes,
    extrusion,
    brep,
    triangles,
    paint,
    shape,
    relate,
    describe,
    property,
    guid: (words: string) => globalIdOf(`${seed} ${words}`),
  }
}

export type IfcContext = ReturnType<typeof createIfcContext>
