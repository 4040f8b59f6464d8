const number = new Intl.NumberFormat('en');

/** A count for people; the service stops counting at `most`. */
export function counted(count: number, most: number): string {
  return `${number.format(count)}${count >= most ? ' or more' : ''}`;
}
