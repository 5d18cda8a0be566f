/** What SQS takes for text: XML's characters (its SendMessage says so), in an attribute at least one. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Attributes count into a message's size. */
const MAX_ATTRIBUTE_LENGTH = 1000;

/** Words of anybody, as an attribute's value. */
export function attributeText(text: string): string {
  return text.replace(NOT_IN_XML, '\uFFFD').slice(0, MAX_ATTRIBUTE_LENGTH).toWellFormed() || '-';
}

/** The same JSON without the characters of which fauxqs or SQS say that they cannot be in a body. */
export function plainJson(json: string): string {
  return json.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, jsonEscape);
}

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
