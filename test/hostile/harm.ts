import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { EVALUATED } from './strings.ts';

export type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Elements that no page of the emulator has. */
const FOREIGN =
  /^(?:x-|iframe$|frame$|object$|embed$|applet$|base$|style$|math$|animate$|audio$|video$|marquee$)/;
/** Attributes that run or load something; our pages have none of them. */
const ACTIVE = /^(?:on|style$|srcdoc$|ping$|x-)/;
const LINKS = new Set(['href', 'src', 'action', 'xlink:href', 'poster', 'data', 'background', 'content']);
const ACTIVE_SCHEME = /^(?:javascript|vbscript|data|blob|file|view-source|jar):/i;
const OWN_SCRIPT = /^\/(?:assets|dashboard)\/[\w.-]+\.js$/;
/** An address of this server, which begins with one slash. */
const OWN_PATH = /^\/(?!\/)/;
const OWN_SHEET = /^\/[\w-]+(?:\/[\w.-]+)*\.(?:css|svg)(?:\?[\w=&-]*)?$/;

/** What in a page could run, load or change something that the page does not mean to: one line for each. */
export function harmIn(html: string, nodes: readonly Node[]): readonly string[] {
  const found: string[] = [];
  const judge = (element: Element): void => {
    const at = (name: string) => element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
    if (FOREIGN.test(element.tagName)) found.push(`<${element.tagName}>`);
    if (
      element.tagName === 'script' &&
      (!OWN_SCRIPT.test(at('src') ?? '') || element.childNodes.length > 0)
    ) {
      found.push(`<script src=${String(at('src'))}>`);
    }
    if (element.tagName === 'link' && !OWN_SHEET.test(at('href') ?? ''))
      found.push(`<link ${String(at('href'))}>`);
    if (element.tagName === 'form' && !OWN_PATH.test(at('action') ?? '/') && at('method') !== 'dialog') {
      found.push(`<form action=${String(at('action'))}>`);
    }
    const ownAction = at('formaction');
    if (ownAction !== null && !OWN_PATH.test(ownAction)) found.push(`<button formaction=${ownAction}>`);
    for (const { name, value } of element.attrs) {
      if (ACTIVE.test(name)) found.push(`${element.tagName} ${name}=${value}`);
      // Browsers remove control characters and spaces before they look for the scheme.
      const address = value.replace(/^[\d.]+;\s*url=/i, '').replace(/[\p{Cc} ]/gu, '');
      if (LINKS.has(name) && ACTIVE_SCHEME.test(address)) found.push(`${element.tagName} ${name}=${value}`);
    }
  };
  for (const node of nodes) if ('tagName' in node) judge(node);
  if (html.includes(EVALUATED)) found.push('an evaluated template');
  return found;
}

/** All nodes of a page, as a browser without JavaScript parses it: what stands in `noscript` too. */
export function nodesIn(html: string): readonly Node[] {
  return [...nodesOf(parse(html, { scriptingEnabled: false }))];
}

/** The text of the first element with this `data-testid`; `null` where there is none. */
export function textAt(nodes: readonly Node[], testId: string): string | null {
  const isMeant = (node: Node) =>
    'attrs' in node && node.attrs.some(({ name, value }) => name === 'data-testid' && value === testId);
  const found = nodes.find(isMeant);
  if (!found) return null;
  return [...nodesOf(found)]
    .map((node) => (node.nodeName === '#text' && 'value' in node ? node.value : ''))
    .join('');
}

/** The forms of a page that change something: where they are sent, and the names of their fields. */
export function formsIn(
  nodes: readonly Node[],
): readonly { readonly action: string; readonly fields: readonly string[] }[] {
  const at = (element: Element, name: string) =>
    element.attrs.find((attribute) => attribute.name === name)?.value ?? '';
  return nodes
    .filter((node): node is Element => node.nodeName === 'form' && 'attrs' in node)
    .filter((form) => at(form, 'method') === 'post')
    .map((form) => {
      const names = [...nodesOf(form)].flatMap((node) => ('attrs' in node ? [at(node, 'name')] : []));
      return { action: at(form, 'action'), fields: [...new Set(names.filter((name) => name !== ''))] };
    })
    .filter(({ fields }) => fields.length > 0);
}

/** Where the links of a page lead that begin with `start`. */
export function linksIn(nodes: readonly Node[], start: string): readonly string[] {
  return nodes
    .flatMap((node) => ('attrs' in node ? node.attrs : []))
    .filter(({ name, value }) => name === 'href' && value.startsWith(start))
    .map(({ value }) => value);
}

/** A text as it is after it went through UTF-8 and an HTML parser. */
export function asShown(text: string): string {
  return Buffer.from(text).toString().replace(/\r\n?/g, '\n').replaceAll('\u0000', '');
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* nodesOf(child);
  if ('content' in node) yield* nodesOf(node.content);
}
