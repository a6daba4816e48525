package tocsin.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One reader of foreign bytes, with what it is fed.
///
/// @param name what it is called in results and on the command line
/// @param form how its inputs are written, which says where they can be changed with sense
/// @param seeds inputs it takes, or nearly takes
/// @param reading reads one input; throws nothing but faults, for documented refusals are its good outcome
record Parser(String name, Form form, List<byte[]> seeds, Reading reading) {
    /// How inputs are written.
    enum Form {
        /// JSON, or a JSON object a line.
        JSON,
        /// YAML.
        YAML,
        /// XML.
        XML,
        /// Lines of `NAME:value`.
        ICALENDAR,
        /// Comma-separated values.
        CSV,
        /// Anything else that is text.
        TEXT
    }

    /// A reading of one input.
    @FunctionalInterface
    interface Reading {
        void read(byte[] input) throws Exception;
    }

    static Parser of(String name, Form form, Reading reading, String... seeds) {
        return new Parser(name, form, java.util.Arrays.stream(seeds)
                .map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList(), reading);
    }

    /// The text of an input. Two characters of private use stand for halves of a pair, which UTF-8 has no bytes for.
    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8).replace('\uE000', '\uD800').replace('\uE001', '\uDC00');
    }
}
