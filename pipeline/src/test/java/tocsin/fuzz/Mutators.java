package tocsin.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Makes strange inputs of ordinary ones: the same seed gives the same inputs.
final class Mutators {
    private static final int LARGEST = 300_000;
    private static final List<String> NUMBERS = List.of("1e99999999999", "1e999999999", "-1e-999999999",
            "10E2147483647",
            "0e2147483648", "9".repeat(400), "9".repeat(5_000), "-0", "NaN", "Infinity", "0x7fffffff", "2147483648",
            "-9223372036854775809", "1.7976931348623157e309", "4.9e-325", "00", "1_000", "٣", "0.1e1",
            "99999999999999999999");
    private static final List<String> TEXTS = List.of("\\ud800", "\\udc00\\ud800", "\uE000", "\uE001", "\u202e",
            "\u2066",
            "\u200b", "\uFEFF", "\u0000", "\\u0000", "\u001b[2J", "\u0085", "\u2028", "\r", "\n", "\t", "=cmd|'/c'!A1",
            "&a;", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "<![CDATA[", "]]>", "*a", "&a [*a,*a]",
            "!!java.lang.Runtime x", "? ", "- ", ": ", "{{", "%n", "${jndi:ldap://x}", "\"", "'", "\\", "null", "true",
            "[]", "{}", "", "P9999999999999Y", "PT1E9S", "-PT999999999999999H", "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z", "0000-00-00", "2026-02-30T25:61:61Z", "20260230T256161Z", "99991231T235959Z",
            "RRULE:FREQ=SECONDLY;COUNT=999999999", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "TZID=Nowhere/Land",
            "\uD83D\uDC68\u200D\uD83D\uDC69", "e\u0301\u0301\u0301", "\uFFFF", "ﷺ", "İ", "ß");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.eE+-]*");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern PART = Pattern.compile("\"[^\"\n]*\"|<[^<>]*>|[^,;:{}\\[\\]\n]+");
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
            Charset.forName("UTF-32"), Charset.forName("GB18030"), StandardCharsets.ISO_8859_1);

    private final Random random;
    private final Parser parser;

    Mutators(Parser parser, long seed) {
        this.parser = parser;
        this.random = new Random(seed ^ parser.name().hashCode());
    }

    /// The next strange input: one to four changes of a seed.
    byte[] next() {
        byte[] input = seed();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input);
            if (input.length > LARGEST) {
                input = Arrays.copyOf(input, LARGEST);
            }
        }
        return input;
    }

    private byte[] seed() {
        return parser.seeds().get(random.nextInt(parser.seeds().size()));
    }

    private byte[] changed(byte[] input) {
        return switch (random.nextInt(16)) {
            case 0, 1 -> flipped(input);
            case 2 -> Arrays.copyOf(input, random.nextInt(input.length + 1));
            case 3 -> spliced(input, input);
            case 4 -> spliced(input, seed());
            case 5, 6, 7 -> replaced(input, NUMBER, any(NUMBERS));
            case 8 -> replaced(input, WORD, any(TEXTS));
            case 9 -> replaced(input, PART, any(TEXTS));
            case 10 -> replaced(input, PART, random.nextBoolean() ? any(NUMBERS) : "");
            case 11 -> swapped(input);
            case 12 -> inserted(input, any(TEXTS));
            case 13 -> random.nextInt(20) == 0 ? inserted(input, nested()) : lines(input);
            case 14 -> random.nextInt(10) == 0 ? recoded(input) : lines(input);
            default -> random.nextInt(20) == 0 ? repeated(input) : flipped(input);
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private byte[] flipped(byte[] input) {
        byte[] changed = input.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            changed[at] = random.nextBoolean() ? (byte) (changed[at] ^ 1 << random.nextInt(8))
                    : (byte) random.nextInt();
        }
        return changed;
    }

    private byte[] spliced(byte[] head, byte[] tail) {
        int until = random.nextInt(head.length + 1);
        int from = random.nextInt(tail.length + 1);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(head, 0, until);
        joined.write(tail, from, tail.length - from);
        return joined.toByteArray();
    }

    private byte[] replaced(byte[] input, Pattern what, String by) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<MatchResult> found = what.matcher(text).results().limit(2_000).toList();
        if (found.isEmpty()) {
            return inserted(input, by);
        }
        MatchResult one = any(found);
        return (text.substring(0, one.start()) + by + text.substring(one.end())).getBytes(StandardCharsets.UTF_8);
    }

    /// Two parts of a text change places.
    private byte[] swapped(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<MatchResult> found = PART.matcher(text).results().limit(2_000).toList();
        if (found.size() < 2) {
            return input;
        }
        MatchResult one = any(found);
        MatchResult other = any(found);
        MatchResult first = one.start() <= other.start() ? one : other;
        MatchResult last = first == one ? other : one;
        return first.end() > last.start()
                ? input
                : (text.substring(0, first.start()) + last.group() + text.substring(first.end(), last.start())
                        + first.group() + text.substring(last.end())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] inserted(byte[] input, String text) {
        int at = random.nextInt(input.length + 1);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(input, 0, at);
        joined.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        joined.write(input, at, input.length - at);
        return joined.toByteArray();
    }

    /// What opens again and again, closed or not.
    private String nested() {
        int deep = random.nextBoolean() ? 100_000 : 1 + random.nextInt(1_000);
        String open = switch (parser.form()) {
            case JSON -> random.nextBoolean() ? "[" : "{\"a\":";
            case YAML -> random.nextInt(3) == 0 ? "- " : random.nextBoolean() ? "[" : "{a: ";
            case XML -> "<item>";
            case ICALENDAR -> "BEGIN:VEVENT\n";
            case CSV -> "\"";
            case TEXT -> "(";
        };
        String close = switch (open.charAt(0)) {
            case '[' -> "]";
            case '{' -> "}";
            case '<' -> "</item>";
            case 'B' -> "END:VEVENT\n";
            case '(' -> ")";
            default -> "";
        };
        return open.repeat(deep) + (random.nextBoolean() ? close.repeat(deep) : "");
    }

    /// A line is taken away, doubled, or stands elsewhere.
    private byte[] lines(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("(?<=\n)", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        switch (random.nextInt(3)) {
            case 0 -> lines[one] = "";
            case 1 -> lines[one] = lines[one] + lines[other];
            default -> {
                String kept = lines[one];
                lines[one] = lines[other];
                lines[other] = kept;
            }
        }
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] recoded(byte[] input) {
        byte[] marked = random.nextBoolean() ? inserted(new byte[0], "\uFEFF") : new byte[0];
        byte[] recoded = new String(input, StandardCharsets.UTF_8).getBytes(any(CHARSETS));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(marked);
        joined.writeBytes(recoded);
        return joined.toByteArray();
    }

    private byte[] repeated(byte[] input) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int times = 2 + random.nextInt(30); times > 0 && joined.size() < LARGEST; times--) {
            joined.writeBytes(input);
        }
        return joined.toByteArray();
    }
}
