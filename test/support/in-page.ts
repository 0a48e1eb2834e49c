/** What tests ask of a page, as expressions that the browser works out. */

/** Width of what there is, and width of what is seen of it: the same where nothing has to be scrolled sideways. */
export const WIDTHS = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';

/** Texts whose contrast with what is behind them is below 4.5, as `TEXT: RATIO`. */
export const FAINT_TEXTS = `(() => {
  const channels = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = colour => {
    const [r, g, b] = channels(colour).map(value => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const says = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!says || element.closest('script, style, noscript, .hidden')) continue;
    const [light, dark] = [getComputedStyle(element).color, behind(element)].map(luminance).sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faint.push(element.textContent.slice(0, 40) + ': ' + ratio.toFixed(2));
  }
  return faint;
})()`;
