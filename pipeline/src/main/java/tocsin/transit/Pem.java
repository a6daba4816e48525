package tocsin.transit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A block of a PEM file (RFC 7468).
///
/// @param label what it is, such as `CERTIFICATE`
/// @param der its content
record Pem(String label, byte[] der) {
    private static final Pattern BORDER = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]+)-----");

    /// The blocks of a file in their order; empty where one is cut off or holds something else. What stands between
    /// blocks is no matter, as the standard says.
    static Optional<List<Pem>> blocks(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        Matcher border = BORDER.matcher(text);
        List<Pem> blocks = new ArrayList<>();
        while (border.find()) {
            String label = border.group(2);
            int from = border.end();
            if (!border.group(1).equals("BEGIN") || !border.find() || !border.group(1).equals("END")
                    || !border.group(2).equals(label)) {
                return Optional.empty();
            }
            String content = text.substring(from, border.start()).replaceAll("\\s", "");
            try {
                blocks.add(new Pem(label, Base64.getDecoder().decode(content)));
            } catch (IllegalArgumentException e) {
                // Among them the old encrypted form, whose headers stand in the block; its label says what it is.
                blocks.add(new Pem(label, new byte[0]));
            }
        }
        return text.lastIndexOf("-----BEGIN") > lastEnd(text) ? Optional.empty() : Optional.of(blocks);
    }

    private static int lastEnd(String text) {
        Matcher border = BORDER.matcher(text);
        int end = -1;
        while (border.find()) {
            end = border.end();
        }
        return end;
    }
}
