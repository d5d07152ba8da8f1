/** Writes JSON as bytes into one growing buffer: no strings are made and thrown away for the numbers and coordinates of a reply. */
export class JsonWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(65_536)
  at = 0

  /** A copy of what was written. */
  finish(): Buffer {
    const written = Buffer.from(this.bytes.subarray(0, this.at))
    this.at = 0
    return written
  }

  room(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + bytes))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  /** Latin text: keys and punctuation. */
  ascii(text: string): void {
    this.room(text.length)
    for (let n = 0; n < text.length; n++) this.bytes[this.at++] = text.charCodeAt(n)
  }

  text(text: string): void {
    this.room(3 * text.length)
    this.at += this.bytes.write(text, this.at)
  }

  /** With at most `decimals` places (up to 9); the number times ten to their power below 2^53. */
  number(value: number, decimals: number): void {
    this.room(32)
    const power = powers[decimals]!
    let scaled = Math.round(Math.abs(value) * power)
    if (value < 0 && scaled > 0) this.bytes[this.at++] = minus
    let places = decimals
    while (places > 0 && scaled % 10 === 0) {
      scaled /= 10
      places--
    }
    const whole = Math.floor(scaled / powers[places]!)
    this.#digits(whole, 1)
    if (places === 0) return
    this.bytes[this.at++] = point
    this.#digits(scaled - whole * powers[places]!, places)
  }

  #digits(value: number, least: number): void {
    let count = least
    while (value >= powers[count]!) count++
    let rest = value
    for (let n = this.at + count - 1; n >= this.at; n--) {
      const tenth = Math.floor(rest / 10)
      this.bytes[n] = zero + rest - 10 * tenth
      rest = tenth
    }
    this.at += count
  }
}

const minus = 45
const point = 46
const zero = 48
const powers = Array.from({ length: 18 }, (_, exponent) => 10 ** exponent)
