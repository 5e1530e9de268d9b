/**
 * A sum of products of two integers, exact beyond what a double holds, without BigInt: prices times sizes, for hot paths.
 *
 * The sum is kept as two doubles, `high` millions and `low`. Factors: the first up to 9e15, the second up to a million (a price, or
 * a difference of prices), as everything in millionths is.
 */

const MILLION = 1_000_000;

export class ProductSum {
  private high = 0;
  /** 0 .. 999,999. */
  private low = 0;

  clear(): void {
    this.high = 0;
    this.low = 0;
  }

  add(large: number, small: number): void {
    const millions = Math.floor(large / MILLION);
    const low = this.low + (large - millions * MILLION) * small;
    const carry = Math.floor(low / MILLION);
    this.high += millions * small + carry;
    this.low = low - carry * MILLION;
  }

  /** The sum in millions, rounded down: dollars in millionths, when price and size are. */
  millionsDown(): number {
    return this.high;
  }

  /** ... rounded up. */
  millionsUp(): number {
    return this.low > 0 ? this.high + 1 : this.high;
  }

  /** The sum divided by a positive integer, rounded down; exact where the quotient is below 1e9. */
  dividedDown(by: number): number {
    let quotient = Math.floor((this.high * MILLION + this.low) / by);
    let rest = this.restOf(quotient, by);
    while (rest < 0) {
      quotient--;
      rest += by;
    }
    while (rest >= by) {
      quotient++;
      rest -= by;
    }
    return quotient;
  }

  /** ... rounded up. */
  dividedUp(by: number): number {
    const quotient = this.dividedDown(by);
    return this.restOf(quotient, by) > 0 ? quotient + 1 : quotient;
  }

  private restOf(quotient: number, by: number): number {
    const millions = Math.floor(by / MILLION);
    return (this.high - quotient * millions) * MILLION + (this.low - quotient * (by - millions * MILLION));
  }
}
