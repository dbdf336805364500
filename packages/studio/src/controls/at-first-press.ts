/** A press, but not the second one of a double click: that was meant for what stood on the button before. */
export function atFirstPress(press: () => void): (event: { readonly detail: number }) => void {
  return ({ detail }) => {
    if (detail < 2) press();
  };
}
