/** What is understood although the standard does not have it; the names are stable, they are counted and logged. */
export const leniencies = {
  'charset-overruled': 'a charset was declared, and the body was UTF-8 all the same',
  'charset-used': 'the body was in the declared charset, such as ISO-8859-1, and not in UTF-8',
  'schemas-missing': 'the body names no schemas',
  'schemas-unknown': 'the body names a schema that is not known, such as one of SCIM 1.1',
  'attribute-unknown': 'an attribute that no schema has was passed over',
  'attribute-bare': 'an attribute of an extension came without its URN',
  'key-dotted': 'a sub-attribute came as a key with a dot or a URN in it',
  'urn-dotted': 'a dot came after the URN of a schema, where a colon belongs',
  'boolean-text': 'a boolean came as text, such as "False"',
  'number-text': 'a number came as text',
  'text-scalar': 'a text came as a number or boolean',
  'single-for-many': 'one value came where a list is due',
  'many-for-single': 'a list of one came where one value is due',
  'scalar-for-complex': 'a bare value came where an object is due, such as a manager as text',
  'json-text': 'JSON came as a text where an object is due, or a list of objects',
  'object-for-scalar': 'an object with a value came where the value is due',
  'sub-attribute-renamed': 'a sub-attribute came under another name, such as managerId',
  'primary-many': 'several values were primary; the last one is',
  'value-repeated': 'the same value of the same type came more than once; it is kept once',
  'op-case': 'the op of a PATCH was not in lower case',
  'value-path-created': 'a value path matched nothing and its entry was made',
  'filter.value-bare': 'a text or a date in a filter had no double quotes',
  'filter.boolean-text': 'a boolean in a filter came as text',
  'filter.boolean-case': 'a boolean in a filter was not in lower case',
} as const;

export type Leniency = keyof typeof leniencies;
