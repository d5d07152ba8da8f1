import { Color, DoubleSide, ShaderMaterial, type Texture, Vector3 } from 'three'
import { stateBits } from './look.ts'

/** Colours of the page's theme that the drawing needs, as CSS writes them. */
export interface Palette {
  selected: string
  added: string
  changed: string
  removed: string
  /** What a section has cut through. */
  cut: string
}

/** Shared by all materials of a viewer: changed once, seen by all. */
export interface SharedUniforms {
  states: { value: Texture }
  tintColours: { value: Vector3[] }
  cutColour: { value: Vector3 }
  /** 1 while a section is on: inner sides are then drawn as cut. */
  cutting: { value: number }
}

export const makeUniforms = (states: Texture, palette: Palette): SharedUniforms => ({
  states: { value: states },
  tintColours: { value: tintColoursOf(palette) },
  cutColour: { value: linear(palette.cut) },
  cutting: { value: 0 },
})

export function setPalette(uniforms: SharedUniforms, palette: Palette): void {
  uniforms.tintColours.value = tintColoursOf(palette)
  uniforms.cutColour.value = linear(palette.cut)
}

/** In the order of `tints` in look.ts. */
const tintColoursOf = ({ selected, added, changed, removed }: Palette): Vector3[] =>
  ['#000', selected, added, changed, removed].map(linear)

function linear(css: string): Vector3 {
  const { r, g, b } = new Color(css)
  return new Vector3(r, g, b)
}

/** Reads the feature's byte and throws a hidden feature's corners out of the picture: all three of a triangle are of one feature. */
const featureVertex = /* glsl */ `
precision highp usampler2D;
uniform highp usampler2D states;
uniform int drawnShadow;
attribute float featureId;
uint featureState() {
  int id = int(featureId + 0.5);
  int width = textureSize(states, 0).x;
  return texelFetch(states, ivec2(id % width, id / width), 0).r;
}
bool isLeftOut(uint state) {
  bool shadow = (state & ${stateBits.xray}u) != 0u;
  return (state & ${stateBits.hidden}u) != 0u || shadow != (drawnShadow == 1);
}
vec4 placed(vec3 corner) {
  #ifdef USE_INSTANCING
    return instanceMatrix * vec4(corner, 1.0);
  #else
    return vec4(corner, 1.0);
  #endif
}
const vec4 nowhere = vec4(0.0, 0.0, 2.0, 1.0);
`

const drawVertex = /* glsl */ `
${featureVertex}
flat out uint state;
varying vec3 worldPoint;
#ifdef HAS_NORMAL
  varying vec3 worldNormal;
#endif
#include <clipping_planes_pars_vertex>
void main() {
  state = featureState();
  vec4 local = placed(position);
  worldPoint = (modelMatrix * local).xyz;
  #ifdef HAS_NORMAL
    #ifdef USE_INSTANCING
      worldNormal = mat3(modelMatrix) * mat3(instanceMatrix) * normal;
    #else
      worldNormal = mat3(modelMatrix) * normal;
    #endif
  #endif
  vec4 mvPosition = modelViewMatrix * local;
  gl_Position = projectionMatrix * mvPosition;
  #include <clipping_planes_vertex>
  if (isLeftOut(state)) gl_Position = nowhere;
}`

/** A sky above, a floor below, one key light; sides turned away are lit as if turned to us, since exporters wind either way. */
const drawFragment = /* glsl */ `
flat in uint state;
varying vec3 worldPoint;
#ifdef HAS_NORMAL
  varying vec3 worldNormal;
#endif
uniform vec3 diffuse;
uniform float opacity;
uniform vec3 tintColours[5];
uniform vec3 cutColour;
uniform float cutting;
uniform int drawnShadow;
#include <common>
#include <clipping_planes_pars_fragment>
void main() {
  vec4 diffuseColor = vec4(diffuse, opacity);
  #include <clipping_planes_fragment>
  vec3 toEye = isOrthographic ? vec3(viewMatrix[0].z, viewMatrix[1].z, viewMatrix[2].z) : normalize(cameraPosition - worldPoint);
  #ifdef HAS_NORMAL
    vec3 facing = normalize(worldNormal);
  #else
    vec3 facing = normalize(cross(dFdx(worldPoint), dFdy(worldPoint)));
  #endif
  if (dot(facing, toEye) < 0.0) facing = -facing;
  uint tint = state & ${stateBits.tint}u;
  vec3 colour = diffuse;
  if (tint != 0u) colour = mix(colour, tintColours[tint], 0.72);
  float sky = 0.5 + 0.5 * facing.y;
  float key = max(0.0, dot(facing, normalize(vec3(0.45, 0.8, 0.55))));
  float side = abs(facing.x) * 0.07;
  vec3 lit = colour * (0.42 + 0.26 * sky + 0.42 * key - side);
  if (cutting > 0.5 && !gl_FrontFacing && opacity > 0.99) lit = tint == 0u ? cutColour : mix(cutColour, tintColours[tint], 0.5);
  float alpha = opacity;
  if (drawnShadow == 1) {
    // Rims stand out and faces seen straight on nearly vanish.
    float rim = 1.0 - abs(dot(facing, toEye));
    alpha = (0.05 + 0.22 * rim * rim) * min(1.0, opacity + 0.4);
  } else if (tint != 0u) alpha = max(opacity, 0.5);
  gl_FragColor = vec4(lit, alpha);
  #include <colorspace_fragment>
}`

const pickVertex = /* glsl */ `
${featureVertex}
flat out float id;
#include <clipping_planes_pars_vertex>
void main() {
  id = featureId + 1.0;
  vec4 mvPosition = modelViewMatrix * placed(position);
  gl_Position = projectionMatrix * mvPosition;
  #include <clipping_planes_vertex>
  if (isLeftOut(featureState())) gl_Position = nowhere;
}`

const pickFragment = /* glsl */ `
flat in float id;
#include <clipping_planes_pars_fragment>
void main() {
  vec4 diffuseColor = vec4(1.0);
  #include <clipping_planes_fragment>
  gl_FragColor = vec4(mod(id, 256.0), mod(floor(id / 256.0), 256.0), floor(id / 65536.0), 255.0) / 255.0;
}`

interface Appearance {
  /** Linear, as glTF has it. */
  colour: Color
  opacity: number
  hasNormals: boolean
  /** Stands back behind faces in the same plane, as those of a space do in its walls'. */
  isBehind: boolean
  /** Drawn only where x-ray is on, see-through. */
  shadow: boolean
}

export function featureMaterial(uniforms: SharedUniforms, appearance: Appearance): ShaderMaterial {
  const { colour, opacity, hasNormals, isBehind, shadow } = appearance
  const material = new ShaderMaterial({
    vertexShader: drawVertex,
    fragmentShader: drawFragment,
    side: DoubleSide,
    clipping: true,
    transparent: shadow || opacity < 1,
    depthWrite: !shadow && opacity >= 1,
    polygonOffset: isBehind,
    polygonOffsetFactor: 2,
    polygonOffsetUnits: 8,
    defines: hasNormals ? { HAS_NORMAL: '' } : {},
    uniforms: {
      ...uniforms,
      diffuse: { value: new Vector3(colour.r, colour.g, colour.b) },
      opacity: { value: opacity },
      drawnShadow: { value: shadow ? 1 : 0 },
    },
  })
  // Both sides in one go: two passes would draw what is see-through twice.
  material.forceSinglePass = true
  return material
}

/** Writes feature id + 1 as a colour, for picking; what is hidden, cut away or x-rayed is not there. */
export const pickMaterial = (uniforms: SharedUniforms): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: pickVertex,
    fragmentShader: pickFragment,
    side: DoubleSide,
    clipping: true,
    uniforms: { ...uniforms, drawnShadow: { value: 0 } },
  })
