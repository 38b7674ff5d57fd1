package org.responsestck.conformance.check;

/**
 * A violation of a schema, already brought home to a row of the catalogue.
 *
 * @param requirement id of the row
 * @param variant the way it is broken; empty for the plain breach
 * @param pointer JSON pointer of the place within the validated value; of a missing member the place where it should be
 * @param expected what the schema asks for, in words
 * @param actual what is there, in words
 */
record SchemasFinding(String requirement, String variant, String pointer, String expected, String actual) {
    SchemasFinding variant(String other) {
        return new SchemasFinding(requirement, other, pointer, expected, actual);
    }

    SchemasFinding below(String prefix) {
        return new SchemasFinding(requirement, variant, prefix + pointer, expected, actual);
    }
}
