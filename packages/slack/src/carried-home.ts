import type { ModalView } from './blocks/block-kit.ts';
import { LIMITS } from './blocks/limits.ts';

/**
 * The bot keeps nothing, and Slack tells nobody how somebody's App Home stands. So a modal that is opened there carries
 * that along, behind what is its own, and the Home can be shown as it was, once something was done in the modal (L5).
 */

/** No metadata of a modal holds it: names and ids have none, and JSON writes it in another way. */
const MARK = '\n';

export function ownAndHome(metadata: string): { readonly own: string; readonly home: string | undefined } {
  const at = metadata.indexOf(MARK);
  return at < 0
    ? { own: metadata, home: undefined }
    : { own: metadata.slice(0, at), home: metadata.slice(at + MARK.length) };
}

/** A modal with the Home that it was opened from; without, where both do not fit. */
export function carrying(view: ModalView, home: string | undefined): ModalView {
  if (home === undefined) return view;
  const { own } = ownAndHome(view.private_metadata ?? '');
  const both = `${own}${MARK}${home}`;
  return both.length > LIMITS.privateMetadata ? view : { ...view, private_metadata: both };
}
